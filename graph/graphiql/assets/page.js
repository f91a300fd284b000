// Starts GraphiQL on this server's own endpoint. Queries and mutations are
// POSTed; subscriptions use the same path over a WebSocket, and the headers
// editor's Authorization goes into its connection_init payload.
"use strict";

(async function () {
  const endpoint = new URL("graphql", document.baseURI);
  const socket = new URL(endpoint);
  socket.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

  const answer = await fetch("graphiql/default.graphql");
  const page = React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: endpoint.href, subscriptionUrl: socket.href }),
    defaultQuery: await answer.text(),
    defaultEditorToolsVisibility: "headers",
    // Queries, history and a token outlive a reload, but not the tab: the
    // history holds headers, and a token must not stay behind on a disk.
    storage: window.sessionStorage,
    shouldPersistHeaders: true,
  });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
})();
