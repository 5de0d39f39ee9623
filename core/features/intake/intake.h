// A delivery on its way in: its bytes are kept where any node finds them, then they are read.
#pragma once

#include "base/id.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace portal::intake {

using ReceivedId = Id<struct ReceivedTag>;

enum class Way { http, folder };
std::string_view name_of(Way way);

// The words of the column and of the status.
enum class State {
    arriving, // bytes still come
    given_up, // they came no more, or not in time; what came is taken out
    received, // all bytes are committed; waits for its turn
    reading, // the import is at work, or its process died
    published,
    unchanged,
    refused // `reason` and `message` say why; nothing of it counts
};
std::string_view name_of(State state);
State state_of(std::string_view name); // std::logic_error for another word

struct Received {
    ReceivedId id;
    std::string name; // the sender's
    Way way = Way::http;
    State state = State::arriving;
    std::string digest;
    std::int64_t bytes = 0;
    int chunks = 0;
    bool is_forced = false;
    std::int64_t delivery = 0; // its number among the utility's deliveries; 0: none was given
    int tries = 0;
    std::int64_t rows_read = 0, bytes_read = 0; // so far
    std::string reason, message;
    Instant received_at;
    std::optional<Instant> reading_since, finished_at;

    bool is_done() const { return state == State::published || state == State::unchanged || state == State::refused; }
};

// What stands in a URL, a file's name and a report: 1 to 100 characters of UTF-8 without controls and slashes, no dot first.
bool is_delivery_name(std::string_view name);

}
