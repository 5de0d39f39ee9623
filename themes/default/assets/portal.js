// Comfort only; every page works without this file.
// A drop-down with data-choose presses the named button of its form as soon as another choice is made with pointer or
// touch. By keyboard every arrow is a choice, so there the button is left to the customer.
for (const select of document.querySelectorAll("select[data-choose]")) {
    const button = document.getElementById(select.dataset.choose);
    let by_keyboard = false;
    select.addEventListener("pointerdown", () => { by_keyboard = false; });
    select.addEventListener("keydown", () => { by_keyboard = true; });
    select.addEventListener("change", () => {
        if (button && !by_keyboard)
            select.form.requestSubmit(button);
    });
}
