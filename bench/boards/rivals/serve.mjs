// Serves documents by y-websocket or Hocuspocus as they come, in memory only; prints its port when it listens.
import { createRequire } from "node:module";
import http from "node:http";

const KINDS = {
  async y_websocket() {
    const require = createRequire(import.meta.url);
    const { WebSocketServer } = require("ws");
    const { setupWSConnection } = require("y-websocket/bin/utils");
    const sockets = new WebSocketServer({ noServer: true });
    sockets.on("connection", setupWSConnection);
    const server = http.createServer();
    server.on("upgrade", (request, socket, head) => sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request)));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server.address().port;
  },
  async hocuspocus() {
    const { Server } = await import("@hocuspocus/server");
    const server = new Server({ address: "127.0.0.1", port: 0, quiet: true });
    await server.listen();
    return server.address.port;
  },
};

console.log(await KINDS[process.argv[2]]());
