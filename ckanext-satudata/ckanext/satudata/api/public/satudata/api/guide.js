/* The guide to the API: buttons that copy an example, and the console, which is fetched when somebody opens it. */
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const code = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      // without https a browser gives no clipboard: what is to be copied is marked
      window.getSelection().selectAllChildren(code);
    }
  });
}

function fetchConsole(data) {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: data.style });
  document.head.append(style);
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: data.script });
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

const opener = document.getElementById("open-console");
opener.addEventListener("click", async () => {
  opener.disabled = true;
  try {
    await fetchConsole(opener.dataset);
  } catch {
    opener.disabled = false;
    return;
  }
  opener.hidden = true;
  window.SwaggerUIBundle({
    url: opener.dataset.description,
    domNode: document.getElementById("satudata-console"),
    // nothing is asked of foreign servers
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    filter: true,
    tryItOutEnabled: true,
    deepLinking: false,
    // the address under which the page was opened, whatever the portal is called elsewhere
    requestInterceptor: (request) => {
      const target = new URL(request.url, window.location.href);
      request.url = window.location.origin + target.pathname + target.search;
      return request;
    },
  });
});
