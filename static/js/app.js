/* Everything works without this file; it adds keys, a question before what cannot be undone, and a sign of waiting. */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Waiting: the line at the top of the window, and a sentence when the server does not answer. */
  const loading = (on) => $("#loading")?.classList.toggle("is-on", on);
  const say = (sentence) => {
    const place = $("#messages");
    if (!place) return;
    const note = document.createElement("p");
    note.className = "notice notice--bad";
    note.setAttribute("role", "alert");
    note.textContent = sentence;
    place.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:beforeRequest", () => loading(true));
  document.addEventListener("htmx:afterRequest", () => loading(false));
  document.addEventListener("htmx:sendError", () => say("没有连上服务器，请检查网络后重试。"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 403) say("登录已过期或没有权限，请刷新页面。");
    else say(`服务器没有完成这一步（${event.detail.xhr.status}），请刷新页面后重试。`);
  });

  /* A question before a button with data-confirm; no second sending of the same form. */
  const ask = (question, yes) => {
    const dialog = $("#confirm");
    if (!dialog?.showModal) {
      if (window.confirm(question)) yes();
      return;
    }
    $("#confirm-text").textContent = question;
    $("[data-answer=yes]", dialog).onclick = () => {
      dialog.close();
      yes();
    };
    $("[data-answer=no]", dialog).onclick = () => dialog.close();
    dialog.showModal();
  };
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const button = event.submitter;
      const question = button?.dataset.confirm ?? form.dataset.confirm;
      if (question && !form.dataset.confirmed) {
        event.preventDefault();
        event.stopPropagation();
        ask(question, () => {
          form.dataset.confirmed = "yes";
          form.requestSubmit(button);
        });
        return;
      }
      delete form.dataset.confirmed;
      if (form.method !== "post") return;
      if (form.dataset.sent) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      form.dataset.sent = "yes";
      const free = () => {
        delete form.dataset.sent;
        $$("button", form).forEach((each) => each.removeAttribute("aria-disabled"));
      };
      window.setTimeout(() => $$("button", form).forEach((each) => each.setAttribute("aria-disabled", "true")));
      window.setTimeout(free, 15000);
      form.addEventListener("htmx:afterRequest", free, { once: true });
    },
    true,
  );
  window.addEventListener("pageshow", () => {
    $$("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      $$("button", form).forEach((each) => each.removeAttribute("aria-disabled"));
    });
  });

  /* On a phone the open tab may lie beyond the edge. */
  $(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  /* Menus close when one looks elsewhere; dialogs open by data-opens; data-prints prints. */
  document.addEventListener("click", (event) => {
    $$("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-prints]")) window.print();
  });
  window.addEventListener("beforeprint", () => {
    const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString();
    $$("[data-now]").forEach((each) => (each.textContent = now.slice(0, 16).replace("T", " ")));
  });

  /* Keys. The code of the key is used, so that a Chinese input method does not swallow it. */
  const places = new Map();
  $$(".rail [data-go]").forEach((link) => {
    const letter = [...link.dataset.go.toLowerCase()].find((each) => /[a-z]/.test(each) && !places.has(each));
    if (letter) places.set(letter, link);
  });
  const list = $("#keys .keys");
  places.forEach((link, letter) => {
    const term = document.createElement("dt");
    for (const key of ["g", letter]) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    const text = document.createElement("dd");
    text.textContent = `到“${link.firstChild.textContent.trim()}”`;
    list?.append(term, text);
  });

  const rows = () => $$(".table tbody tr").filter((row) => row.offsetParent && $("a[href]", row));
  const step = (by) => {
    const all = rows();
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = now < 0 ? all[by > 0 ? 0 : all.length - 1] : all[Math.min(Math.max(now + by, 0), all.length - 1)];
    if (next) $("a.row-link, a[href]", next).focus();
  };
  const letterOf = (event) => /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key.toLowerCase();
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || $("dialog[open]")) return;
    const letter = letterOf(event);
    const link = Date.now() - going < 1500 ? places.get(letter) : null;
    going = 0;
    if (link) link.click();
    else if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) $("#keys").showModal();
    else if (event.key === "/" || event.code === "Slash") $(".head__search input, .filter-bar input[type=search], .filter-bar input[type=text]")?.focus();
    else if (letter === "g") going = Date.now();
    else if (letter === "j") step(1);
    else if (letter === "k") step(-1);
    else return;
    event.preventDefault();
  });
})();
