// Bytes as a person can read, copy and repeat them: printable UTF-8 stays, everything else becomes \xNN.
#pragma once

#include <string>
#include <string_view>

namespace portal::plugin_check {

// Without quotes around it. Of a text longer than `most` bytes the first come, and how many there are.
std::string escaped(std::string_view bytes, std::size_t most = 200);
// The same in double quotes.
std::string in_quotes(std::string_view bytes, std::size_t most = 200);

// The text itself when it is UTF-8 without controls but line ends; otherwise escaped.
std::string readable(std::string text);

}
