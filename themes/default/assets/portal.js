// Comfort only; every page works without this file.
// A drop-down with data-choose presses the named button of its form as soon as another choice is made.
for (const select of document.querySelectorAll("select[data-choose]")) {
    const button = document.getElementById(select.dataset.choose);
    if (!button)
        continue;
    button.hidden = true;
    select.addEventListener("change", () => select.form.requestSubmit(button));
}
