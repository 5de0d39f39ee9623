/* Some library that is no plugin. */
int portal_zoo_answer(void);
int portal_zoo_answer(void) { return 42; }
