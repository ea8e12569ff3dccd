import type { Conversation } from "./conversation.ts";

/** By Twitch's and IRCv3's documentation. */
export const ircConversation: Conversation = {
  name: "IRC, Twitch",
  protocols: ["irc"],
  facts: { url: "wss://irc-ws.chat.twitch.tv/" },
  lines: [
    "> CAP REQ :twitch.tv/tags twitch.tv/commands",
    "> NICK ada",
    "< :tmi.twitch.tv 001 ada :Welcome, GLHF!\r\n:tmi.twitch.tv 376 ada :>\r\n",
    "> JOIN #room",
    "< @badge-info=;color=#00FF00 :bob!bob@bob.tmi.twitch.tv PRIVMSG #room :hello there\r\n",
    "< PING :tmi.twitch.tv",
    "> PONG :tmi.twitch.tv",
  ],
  shown: [
    "·CAP: CAP REQ twitch.tv/tags twitch.tv/commands",
    "·NICK: NICK ada",
    "·001: tmi.twitch.tv 001 ada Welcome, GLHF!",
    "·376: tmi.twitch.tv 376 ada >",
    "JOIN: JOIN #room",
    "PRIVMSG: bob PRIVMSG #room hello there",
    "·PING {request ping tmi.twitch.tv}: PING tmi.twitch.tv",
    "·PONG {reply ping tmi.twitch.tv}: PONG tmi.twitch.tv",
  ],
};
