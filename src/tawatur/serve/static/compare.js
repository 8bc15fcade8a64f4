/* Two documents: the number of a passage leads to it in its page; j and k move from one shared passage to the next (desk.js). */
"use strict";
document.querySelectorAll(".compare .shared").forEach(row => row.addEventListener("step", () => row.scrollIntoView({ block: "center" })));
