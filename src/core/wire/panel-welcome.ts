/** The one message that a panel gets from its devtools page; with it comes the port to the engine. */
export const PANEL_WELCOME = "duplex-panel-welcome";
