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

const encoder = new TextEncoder();

/** The same where the server was asked for `binary.ircv3.net`: a line is the bytes of a binary message, in whatever encoding. */
export const binaryIrcConversation: Conversation = {
  name: "IRC, binary messages",
  protocols: ["irc"],
  facts: { url: "wss://irc.example/", subprotocol: "binary.ircv3.net" },
  lines: [
    [">", encoder.encode("CAP LS 302")],
    ["<", encoder.encode(":irc.example 001 ada :Welcome")],
    [">", encoder.encode("@label=q1 JOIN #room")],
    ["<", encoder.encode("@label=q1 :ada!ada@host.example JOIN #room")],
    ["<", Uint8Array.from([...encoder.encode(":bob!bob@host.example PRIVMSG #room :gr"), 0xfc, 0xdf])],
    ["<", encoder.encode(":irc.example 404 ada #room :Cannot send to channel")],
  ],
  shown: [
    "·CAP: CAP LS 302",
    "·001: irc.example 001 ada Welcome",
    "JOIN {request label q1}: JOIN #room",
    "JOIN {reply label q1}: ada JOIN #room",
    "PRIVMSG: bob PRIVMSG #room gr\uFFFD\uFFFD",
    "404: irc.example 404 ada #room Cannot send to channel",
  ],
};
