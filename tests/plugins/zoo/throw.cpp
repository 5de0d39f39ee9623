// An exception that a plugin lets through the border, which is C.
#include <stdexcept>

extern "C" void portal_zoo_throw();

void portal_zoo_throw() { throw std::runtime_error("through C"); }
