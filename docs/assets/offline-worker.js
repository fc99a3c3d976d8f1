/* Search from a disk. Browsers start no worker for a page that was opened from a folder, so a hidden
   frame stands in for it: the same script, the same messages. Only the offline site loads this file. */
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  function load(frame, address) {
    return new Promise((done, failed) => {
      const script = frame.contentDocument.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      frame.contentDocument.head.append(script);
    });
  }

  class FrameWorker extends EventTarget {
    #ready;
    #frame = document.createElement("iframe");

    constructor(address) {
      super();
      const url = new URL(address, document.baseURI).href;
      this.#frame.hidden = true;
      this.#frame.title = "Search";
      this.#frame.srcdoc = "<!doctype html><title>Search</title>";
      this.#ready = new Promise((done, failed) => {
        this.#frame.onload = () => this.#start(url).then(done, failed);
      });
      document.body.append(this.#frame);
    }

    /* What a worker finds around it: a way to answer, and to load more scripts, one after the other. */
    #start(url) {
      const inside = this.#frame.contentWindow;
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      inside.importScripts = (...more) =>
        more.reduce((before, next) => before.then(() => load(this.#frame, next)), Promise.resolve());
      return load(this.#frame, url);
    }

    postMessage(data) {
      this.#ready.then(() => {
        const inside = this.#frame.contentWindow;
        inside.dispatchEvent(new inside.MessageEvent("message", { data }));
      });
    }

    terminate() {
      this.#frame.remove();
    }
  }

  // The theme's search looks for the second name, to find its own folder from within a frame.
  window.Worker = window.IFrameWorker = FrameWorker;
})();
