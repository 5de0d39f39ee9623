// The way a mail leaves the house.
#pragma once

#include "mail/message.h"

#include <string>

namespace portal::mail {

enum class Outcome {
    accepted, // the other side has it now
    try_again, // the server is away, busy, or wrongly set up: nothing that this mail could help
    refused // this mail will never be taken
};

struct SendResult {
    Outcome outcome = Outcome::try_again;
    std::string reason; // for the log and the admin; holds no address and no password
};

class Transport {
public:
    virtual ~Transport() = default;
    // Blocks until the answer is there. One thread at a time. Problems are results; only bugs throw.
    virtual SendResult send(Message const& message) = 0;
};

}
