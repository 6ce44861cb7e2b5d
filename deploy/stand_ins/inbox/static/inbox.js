// Shows new messages as they come: waits for one, then takes the list from a fresh copy of the page.
const list = document.getElementById("messages");
const root = new URL(list.dataset.up || "./", location.href);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function refresh() {
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  for (const id of ["messages", "count"]) {
    document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
  }
  for (const button of document.querySelectorAll(".tools button")) button.disabled = false;
  const hint = fresh.querySelector(".hint");
  if (hint) document.querySelector(".hint")?.replaceWith(document.adoptNode(hint));
}

async function follow() {
  let newest = Number(list.dataset.newest);
  for (;;) {
    try {
      const answer = await fetch(new URL(`api/messages?after=${newest}&limit=1&wait=10`, root));
      const { data } = await answer.json();
      if (data.length > 0) {
        newest = data[0].id;
        await refresh();
      }
    } catch {
      await pause(2000);
    }
  }
}

follow();
