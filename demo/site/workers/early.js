// Runs before the module that imports it.
export const socket = new WebSocket(`${location.origin.replace("http", "ws")}/echo?client=module`);
