#include "web/csrf.h"

#include "crypto/hash.h"
#include "web/request.h"

namespace portal::web {

std::string Csrf::for_session(Secret const& session_token) const { return crypto::hmac_hex(m_key, { "session", session_token.reveal() }); }

std::string Csrf::for_visitor(std::string_view visitor_token) const { return crypto::hmac_hex(m_key, { "visitor", visitor_token }); }

bool Csrf::fits(Request const& request, Accepts accepts) const
{
    auto const& sent = request.form.text("csrf");
    if (request.principal && crypto::equal_constant_time(sent, for_session(request.session_token)))
        return true;
    // Only what came in the cookie counts; a visitor without one cannot have had a form of ours.
    return accepts == Accepts::session_or_visitor && !request.visitor_token.empty() && crypto::equal_constant_time(sent, for_visitor(request.visitor_token));
}

}
