// Sends through a mail relay: STARTTLS or implicit TLS with the server's name checked, and sign-in where the relay asks for it.
#pragma once

#include "base/secret.h"
#include "mail/transport.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace portal::mail {

enum class Security {
    starttls, // a server that does not offer it is refused, never used in the clear
    tls, // from the first byte, port 465
    none // for a relay on this machine only
};

// "starttls", "tls", "none"
std::optional<Security> parse_security(std::string_view text);

struct SmtpOptions {
    std::string host;
    std::uint16_t port = 587;
    Security security = Security::starttls;
    std::string ca_file; // PEM; empty: the system's authorities
    std::string user; // empty: no sign-in
    Secret password; // from mail.smtp.password_file
    std::string own_name; // said in EHLO; empty: this machine's name
    std::chrono::milliseconds timeout = std::chrono::seconds { 30 }; // to connect, and for every answer
};

// One connection a mail. What the server says about the connection, the sign-in or the sender is try_again, because that is
// an admin's to mend; 5xx for the recipient or the content is refused, except 53x and 5.7.x at the recipient, which relays
// also say when they do not know us.
class SmtpTransport final : public Transport {
public:
    // Throws std::invalid_argument for Security::none with a host that is not a loopback address or "localhost", and for a
    // user without a password; std::runtime_error for a ca_file that cannot be read.
    explicit SmtpTransport(SmtpOptions options);
    ~SmtpTransport() override;
    SendResult send(Message const& message) override;

private:
    struct Tls;
    SmtpOptions m_options;
    std::unique_ptr<Tls> m_tls;
};

}
