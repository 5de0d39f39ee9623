// The hidden field that proves that a form was ours: a keyed hash of the session, or of the visitor's cookie before sign-in.
#pragma once

#include "base/secret.h"

#include <string>
#include <string_view>

namespace portal::web {

struct Request;

// Immutable; thread-safe.
class Csrf {
public:
    explicit Csrf(Secret key) // KeyRing::key("csrf")
        : m_key(std::move(key))
    {
    }

    std::string for_session(Secret const& session_token) const;
    std::string for_visitor(std::string_view visitor_token) const;

    // Does the form's field "csrf" fit the session, or, where no sign-in is needed, the visitor's cookie? A form that was
    // opened before the sign-in in another tab still counts there.
    enum class Accepts { session_only, session_or_visitor };
    bool fits(Request const& request, Accepts accepts) const;

private:
    Secret m_key;
};

}
