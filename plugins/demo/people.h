// Invented people: common Slovenian names put together by chance, and addresses in streets that do not exist.
#pragma once

#include <cstdint>
#include <string>

namespace demo {

struct Person {
    std::string name, email; // the address is under .example, which nobody can receive
};

Person person(std::uint64_t seed, std::uint64_t number);
// "Studenčna ulica 27"
std::string street_address(std::uint64_t seed, std::uint64_t number);

}
