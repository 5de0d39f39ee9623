// Whether two spellings name the same person or company.
#pragma once

#include <string>
#include <string_view>

namespace portal::payments {

// Without case, accents, punctuation and order of words: "Žnidaršič, ANA" and "Ana Znidarsic" fold alike. Empty when no letter is left.
std::string folded_name(std::string_view name);

}
