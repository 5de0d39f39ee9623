#include "mail/message.h"

#include "base/text.h"
#include "mail/encoding.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

namespace portal::mail {

namespace {

// "=_" cannot appear in quoted-printable, so this line is in no body.
constexpr std::string_view boundary = "=_portal_alternative_=";

std::string address(std::string_view field, std::string const& text)
{
    auto const parsed = parse_email(text);
    // The same text goes into SMTP's commands, where blanks and line ends around it would be commands of their own.
    if (!parsed || parsed->size() != text.size())
        throw std::invalid_argument("mail: " + std::string { field } + " is no address");
    return *parsed;
}

std::string const& message_id(std::string const& id)
{
    auto const is_allowed = [](char sign) {
        return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '.' || sign == '-' || sign == '_'
            || sign == '@';
    };
    if (id.size() < 5 || id.size() > 120 || !id.starts_with('<') || !id.ends_with('>') || !std::all_of(id.begin() + 1, id.end() - 1, is_allowed)
        || std::count(id.begin(), id.end(), '@') != 1)
        throw std::invalid_argument("mail: the Message-ID is malformed");
    return id;
}

// Sat, 02 Jun 2018 10:42:07 +0000, whatever the locale is.
std::string date_text(Instant instant)
{
    static constexpr std::array weekdays { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static constexpr std::array months { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    auto const day = std::chrono::floor<std::chrono::days>(instant);
    std::chrono::year_month_day const date { day };
    std::chrono::hh_mm_ss const time { std::chrono::floor<std::chrono::seconds>(instant - day) };
    std::array<char, 64> text {};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000", weekdays[std::chrono::weekday { day }.c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return text.data();
}

std::string part(std::string_view type, std::string_view content)
{
    return "Content-Type: text/" + std::string { type } + "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(content)
        + "\r\n";
}

}

std::string to_mime(Message const& message)
{
    for (auto const* const text : { &message.subject, &message.from_name, &message.text, &message.html })
        if (!is_utf8(*text))
            throw std::invalid_argument("mail: a text is not UTF-8");
    auto const from = address("from", message.from_address);
    std::string out = "Date: " + date_text(message.date) + "\r\n";
    // The address on a line of its own, so that no name makes the line too long.
    out += message.from_name.empty() ? "From: " + from + "\r\n" : "From: " + display_name(message.from_name) + "\r\n <" + from + ">\r\n";
    if (!message.reply_to.empty())
        out += "Reply-To: " + address("reply-to", message.reply_to) + "\r\n";
    out += "To: " + address("to", message.to) + "\r\n";
    out += "Subject: " + header_text(message.subject) + "\r\n";
    out += "Message-ID: " + message_id(message.message_id) + "\r\n";
    // RFC 3834: keeps out-of-office answers away.
    out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
    if (message.html.empty())
        return out + part("plain", message.text);
    auto const separator = "--" + std::string { boundary };
    out += "Content-Type: multipart/alternative; boundary=\"" + std::string { boundary } + "\"\r\n\r\n";
    return out + separator + "\r\n" + part("plain", message.text) + separator + "\r\n" + part("html", message.html) + separator + "--\r\n";
}

}
