// A body that comes in parts and is never in memory as a whole: deliveries of any size.
#pragma once

#include "web/response.h"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

namespace portal::web {

struct Request;

// What becomes of one body. Called by one thread at a time, not always the same. An upload that ends early (the client went away) is
// destroyed without finish(), with a lock held: no work belongs into the destructor.
class Upload {
public:
    virtual ~Upload() = default;
    // The next bytes, at most 16 KiB at once. An answer ends it: it is sent, and the rest is not read.
    virtual std::optional<Response> take(std::string_view bytes) = 0;
    // All announced bytes came.
    virtual Response finish() = 0;
};

// The answer at once, or who takes the body. The request lives only for this call; its body is empty, body_size says what is announced.
using UploadStart = std::variant<Response, std::unique_ptr<Upload>>;
using UploadHandler = std::function<UploadStart(Request&)>;

}
