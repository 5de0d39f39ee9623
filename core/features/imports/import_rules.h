// Whether a delivery is taken at all.
#pragma once

#include "features/imports/incoming_rows.h"

#include <optional>
#include <string>

namespace portal::imports {

// Why a delivery is not taken: a catalogue key and a sentence for an admin.
struct Refusal {
    std::string reason, message;
};

// After reading: not too many wrong rows, something to take, and as many bills and as much money as the delivery says.
std::optional<Refusal> judge_reading(DeliverySums const& sums, ProblemList const& problems);
// Also after the checks of the whole, which find further problems.
std::optional<Refusal> judge_whole(DeliverySums const& sums, ProblemList const& problems, Counts const& total);
// Against a delivery of the wrong month or half a file: whether it changes or removes more of one kind of rows than the utility expects.
// `published`: rows before it. A handful never asks.
std::optional<Refusal> judge_change(Kind kind, Counts const& counts, std::int64_t published, int largest_percent);
inline constexpr std::int64_t change_never_asked_for = 20;

}
