#include "mail/smtp_transport.h"

#include "base/text.h"
#include "mail/encoding.h"

#include <Poco/Environment.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>

#include <filesystem>
#include <sstream>

namespace portal::mail {

namespace {

namespace net = Poco::Net;

// A reply that ends the attempt.
struct Stop {
    Outcome outcome;
    std::string reason;
};

// Replies are the server's text: shortened, and without the addresses that servers like to repeat.
std::string readable(std::string const& reply)
{
    std::string words;
    for (auto const word : split(reply, ' ')) {
        auto const line = replaced(replaced(std::string { word }, "\r", ""), "\n", " ");
        words += (words.empty() ? "" : " ") + (line.find('@') == std::string::npos ? line : "(address)");
    }
    words.resize(std::min<std::size_t>(words.size(), 160));
    return words;
}

// Poco's secure session checks the certificate against an empty name when it is given a connected socket, and connecting
// by itself it has no time-out; so the TLS step is made here, with the name.
class Session : public net::SMTPClientSession {
public:
    using net::SMTPClientSession::SMTPClientSession;

    int command(std::string const& text, std::string& reply) { return sendCommand(text, reply); }

    std::string greet(std::string const& own_name)
    {
        std::string reply;
        open();
        require(2, command("EHLO " + own_name, reply), "EHLO", reply);
        return reply;
    }

    void start_tls(std::string const& host, net::Context::Ptr const& context)
    {
        std::string reply;
        require(2, command("STARTTLS", reply), "STARTTLS", reply);
        socket() = net::SecureStreamSocket::attach(socket(), host, context);
    }

    void sign_in(std::string const& offers, std::string const& user, Secret const& password)
    {
        // By hand, because Poco breaks long credentials into lines.
        std::string reply;
        if (offers.find("PLAIN") != std::string::npos) {
            Secret const line { "AUTH PLAIN " + base64(std::string { '\0' } + user + '\0' + password.reveal()) };
            require(2, command(line.reveal(), reply), "AUTH", reply);
        } else if (offers.find("LOGIN") != std::string::npos) {
            require(3, command("AUTH LOGIN", reply), "AUTH", reply);
            require(3, command(base64(user), reply), "AUTH", reply);
            require(2, command(Secret { base64(password.reveal()) }.reveal(), reply), "AUTH", reply);
        } else {
            throw Stop { Outcome::try_again, "the server offers neither AUTH PLAIN nor AUTH LOGIN" };
        }
    }

    void name_recipient(std::string const& address)
    {
        std::string reply;
        int const code = command("RCPT TO:<" + address + ">", reply);
        bool const is_about_us = code / 10 == 53 || reply.find(" 5.7.") != std::string::npos || reply.find("-5.7.") != std::string::npos;
        if (code / 100 != 2)
            throw Stop { code / 100 == 5 && !is_about_us ? Outcome::refused : Outcome::try_again, readable(reply) };
    }

    void send_content(std::string const& content)
    {
        std::string reply;
        require(3, command("DATA", reply), "DATA", reply);
        std::istringstream stream { content };
        try {
            sendMessage(stream);
        } catch (net::SMTPException const& refusal) {
            throw Stop { refusal.code() / 100 == 5 ? Outcome::refused : Outcome::try_again, readable(refusal.message()) };
        }
    }

    static void require(int first_digit, int code, std::string const& step, std::string const& reply)
    {
        if (code / 100 != first_digit)
            throw Stop { Outcome::try_again, step + ": " + readable(reply) };
    }
};

bool is_loopback(std::string const& host)
{
    Poco::Net::IPAddress address;
    return host == "localhost" || (net::IPAddress::tryParse(host, address) && address.isLoopback());
}

// Poco's own handlers ask on the terminal whether a wrong certificate is welcome.
void reject_wrong_certificates(net::Context::Ptr const& context)
{
    static bool const s_done = [&] {
        net::SSLManager::instance().initializeClient(nullptr, new net::RejectCertificateHandler { false }, context);
        return true;
    }();
    static_cast<void>(s_done);
}

net::Context::Ptr make_context(std::string const& ca_file)
{
    if (!ca_file.empty() && !std::filesystem::is_regular_file(ca_file))
        throw std::runtime_error("mail.smtp.ca_file: " + ca_file + " cannot be read");
    net::Context::Params parameters;
    parameters.caLocation = ca_file;
    parameters.loadDefaultCAs = ca_file.empty();
    parameters.verificationMode = net::Context::VERIFY_STRICT; // relaxed would exempt loopback
    parameters.cipherList = "HIGH:!aNULL:!eNULL:!MD5:!RC4:!3DES";
    net::Context::Ptr context = new net::Context { net::Context::TLS_CLIENT_USE, parameters };
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    context->enableExtendedCertificateVerification(true); // without it no name is compared
    reject_wrong_certificates(context);
    return context;
}

net::StreamSocket connect(SmtpOptions const& options, net::Context::Ptr const& context)
{
    Poco::Timespan const timeout { Poco::Timespan::TimeDiff { std::chrono::duration_cast<std::chrono::microseconds>(options.timeout).count() } };
    net::StreamSocket plain;
    plain.connect(net::SocketAddress { options.host, options.port }, timeout);
    plain.setReceiveTimeout(timeout);
    plain.setSendTimeout(timeout);
    plain.setNoDelay(true);
    if (options.security == Security::tls)
        return net::SecureStreamSocket::attach(plain, options.host, context);
    return plain;
}

}

struct SmtpTransport::Tls {
    net::Context::Ptr context;
};

std::optional<Security> parse_security(std::string_view text)
{
    if (text == "starttls")
        return Security::starttls;
    if (text == "tls")
        return Security::tls;
    if (text == "none")
        return Security::none;
    return std::nullopt;
}

SmtpTransport::SmtpTransport(SmtpOptions options)
    : m_options(std::move(options))
    , m_tls(std::make_unique<Tls>())
{
    if (m_options.security == Security::none && !is_loopback(m_options.host))
        throw std::invalid_argument("mail.smtp.security=none is allowed for a relay on this machine only");
    if (!m_options.user.empty() && m_options.password.empty())
        throw std::invalid_argument("mail.smtp.user needs mail.smtp.password_file");
    if (m_options.own_name.empty())
        m_options.own_name = Poco::Environment::nodeName();
    if (m_options.security != Security::none)
        m_tls->context = make_context(m_options.ca_file);
}

SmtpTransport::~SmtpTransport() = default;

SendResult SmtpTransport::send(Message const& message)
{
    auto mime = to_mime(message);
    mime.resize(mime.size() - 2); // Poco ends the content with a line end of its own
    bool is_accepted = false;
    try {
        Session session { connect(m_options, m_tls->context) };
        auto offers = session.greet(m_options.own_name);
        if (m_options.security == Security::starttls) {
            session.start_tls(m_options.host, m_tls->context);
            offers = session.greet(m_options.own_name); // what was said in the clear does not count
        }
        if (!m_options.user.empty())
            session.sign_in(offers, m_options.user, m_options.password);
        std::string reply;
        Session::require(2, session.command("MAIL FROM:<" + message.from_address + ">", reply), "MAIL", reply);
        session.name_recipient(message.to);
        session.send_content(mime);
        is_accepted = true;
    } catch (Stop const& stop) {
        return { stop.outcome, stop.reason };
    } catch (Poco::Exception const& problem) {
        // A farewell that fails changes nothing about a mail that was taken.
        if (!is_accepted)
            return { Outcome::try_again, readable(problem.displayText()) };
    }
    return { Outcome::accepted, "" };
}

}
