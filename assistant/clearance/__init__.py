"""The way of a draft to a cleared text: submitted, returned or cleared by people who answer for it by name."""
