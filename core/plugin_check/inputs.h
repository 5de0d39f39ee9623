// What the suite types into a plugin: texts that may be right, and texts that nobody should have to expect.
#pragma once

#include "plugin_check/random.h"

#include <string>
#include <vector>

namespace portal::plugin_check {

// References and codes of many countries and shapes; a plugin accepts some of them or none.
std::vector<std::string> plausible(Random& random);

// `samples` with something changed, and texts of every other kind.
std::vector<std::string> hostile(Random& random, std::vector<std::string> const& samples, std::size_t count);

// Bytes that are no text: invalid UTF-8, embedded NUL, controls, signs that look like others.
std::vector<std::string> odd_bytes(Random& random);

// Up to a megabyte, of one sign and of many.
std::vector<std::string> very_long(Random& random, std::vector<std::string> const& samples);

}
