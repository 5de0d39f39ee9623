// References and codes that this plugin accepts, for the tests that need right ones.
#pragma once

#include "plugin_check/rows.h"

namespace portal::plugin_check {

struct Accepted {
    std::string typed, canonical;
};

// The bills of the delivery; none without a delivery that can be read.
std::vector<SampleBill> sample_bills(Instance& instance);

// What `normalise` accepts of the delivery's references or codes, of texts that are often right, and of both with something changed.
std::vector<Accepted> accepted(Instance& instance, TextFunction const& normalise);

// What was typed in `accepted`, at most so many.
std::vector<std::string> typed_of(std::vector<Accepted> const& accepted, std::size_t most);

}
