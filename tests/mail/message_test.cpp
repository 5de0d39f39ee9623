// The text form of a mail: nothing injected, nothing cut, nothing too long.
#include "mail/encoding.h"
#include "mail/message.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>

using namespace portal;

namespace {

class MessageTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(MessageTest);
    CPPUNIT_TEST(base64_gives_the_standards_answers);
    CPPUNIT_TEST(a_body_line_has_at_most_76_characters);
    CPPUNIT_TEST(every_line_end_becomes_crlf);
    CPPUNIT_TEST(a_point_never_begins_a_line);
    CPPUNIT_TEST(blanks_at_a_lines_end_survive);
    CPPUNIT_TEST(encoded_words_are_cut_between_characters);
    CPPUNIT_TEST(a_short_ascii_header_stays_readable);
    CPPUNIT_TEST(what_looks_encoded_is_encoded);
    CPPUNIT_TEST(a_line_end_in_a_header_starts_no_header);
    CPPUNIT_TEST(a_bad_address_or_message_id_is_refused);
    CPPUNIT_TEST(a_mail_without_html_is_plain_text);
    CPPUNIT_TEST(the_date_has_a_numeric_zone);
    CPPUNIT_TEST(the_same_message_gives_the_same_bytes);
    CPPUNIT_TEST_SUITE_END();

    static mail::Message a_message()
    {
        return { .message_id = "<2ZQ8W.abc@portal.example>",
            .date = instant_from_number(1'527'936'127'000'000),
            .from_name = "Komunalno podjetje Logatec",
            .from_address = "portal@portal.example",
            .reply_to = "",
            .to = "janez@example.si",
            .subject = "Potrdite e-naslov",
            .text = "Pozdravljeni\n",
            .html = "<p>Pozdravljeni</p>" };
    }

public:
    void base64_gives_the_standards_answers()
    {
        CPPUNIT_ASSERT_EQUAL(std::string {}, mail::base64(""));
        CPPUNIT_ASSERT_EQUAL(std::string { "Zg==" }, mail::base64("f"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Zm8=" }, mail::base64("fo"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Zm9vYmFy" }, mail::base64("foobar"));
        CPPUNIT_ASSERT_EQUAL(std::string { "/+8=" }, mail::base64("\xff\xef"));
    }
    void a_body_line_has_at_most_76_characters()
    {
        for (auto const* unit : { "a", "č", "=", " ", ".", "😀", "ab. č" }) {
            std::string text;
            for (int i = 0; i < 400; ++i)
                text += unit;
            auto const body = mail::quoted_printable(text);
            for (auto const line : split(body, '\n')) {
                auto const length = line.ends_with('\r') ? line.size() - 1 : line.size();
                CPPUNIT_ASSERT_MESSAGE(unit, length <= 76);
            }
        }
    }
    void every_line_end_becomes_crlf() { CPPUNIT_ASSERT_EQUAL(std::string { "a\r\nb\r\nc\r\n\r\nd" }, mail::quoted_printable("a\nb\r\nc\r\rd")); }
    void a_point_never_begins_a_line()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a\r\n=2E\r\nb" }, mail::quoted_printable("a\n.\nb"));
        auto const points = mail::quoted_printable(std::string(300, '.'));
        CPPUNIT_ASSERT(points.find("\n.") == std::string::npos);
    }
    void blanks_at_a_lines_end_survive()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "a=20\r\nb =20\r\nc=09" }, mail::quoted_printable("a \nb  \nc\t"));
        CPPUNIT_ASSERT_EQUAL(std::string { "a=3Db=00" }, mail::quoted_printable(std::string_view { "a=b\0", 4 }));
    }
    void encoded_words_are_cut_between_characters()
    {
        for (std::size_t before = 0; before < 45; ++before) {
            std::string text(before, 'x');
            for (int i = 0; i < 60; ++i)
                text += "š😀";
            auto const header = mail::header_text(text);
            for (auto const line : split(header, '\n')) {
                auto const word = trimmed(line);
                CPPUNIT_ASSERT(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
                CPPUNIT_ASSERT(word.size() <= 64);
                // A cut inside a two- or four-byte character would leave a continuation byte at the front: 0x80..0xBF.
                auto const first = std::string { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }.find(word[10]);
                CPPUNIT_ASSERT(first < 32 || first >= 48);
            }
        }
    }
    void a_short_ascii_header_stays_readable()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "Confirm your address" }, mail::header_text("Confirm your address"));
        CPPUNIT_ASSERT_EQUAL(std::string { R"("Ana \"Nana\" \\ Co")" }, mail::display_name(R"(Ana "Nana" \ Co)"));
    }
    void what_looks_encoded_is_encoded()
    {
        CPPUNIT_ASSERT(mail::header_text("=?UTF-8?Q?=0ABcc:x?=").starts_with("=?UTF-8?B?"));
        CPPUNIT_ASSERT(mail::header_text(std::string(200, 'a')).starts_with("=?UTF-8?B?"));
    }
    void a_line_end_in_a_header_starts_no_header()
    {
        auto message = a_message();
        message.subject = "Potrdite\r\nBcc: vsi@example.si\r\n\r\nGlejte";
        message.from_name = "Logatec\nBcc: vsi@example.si";
        auto const mime = mail::to_mime(message);
        CPPUNIT_ASSERT(mime.find("\nBcc:") == std::string::npos);
        CPPUNIT_ASSERT(mime.find("Subject: Potrdite  Bcc: vsi@example.si    Glejte\r\n") != std::string::npos);
    }
    void a_bad_address_or_message_id_is_refused()
    {
        for (auto const* address : { "", "janez", "janez@example.si\r\nBcc: x@y.si", "a@b.si, c@d.si", "<janez@example.si>", "janez@example.si>",
                 "janez kranjski@example.si", " janez@example.si", "janez@example.si\r\n" }) {
            auto message = a_message();
            message.to = address;
            CPPUNIT_ASSERT_THROW_MESSAGE(address, mail::to_mime(message), std::invalid_argument);
            message = a_message();
            message.from_address = address;
            CPPUNIT_ASSERT_THROW_MESSAGE(address, mail::to_mime(message), std::invalid_argument);
        }
        for (auto const* id : { "", "abc", "<a@b@c>", "<a>", "<a b@c>", "<a@b>\r\nBcc: x", "<a/../b@c>" }) {
            auto message = a_message();
            message.message_id = id;
            CPPUNIT_ASSERT_THROW_MESSAGE(id, mail::to_mime(message), std::invalid_argument);
        }
        auto message = a_message();
        message.text = "\xff";
        CPPUNIT_ASSERT_THROW(mail::to_mime(message), std::invalid_argument);
    }
    void a_mail_without_html_is_plain_text()
    {
        auto message = a_message();
        message.html.clear();
        auto const mime = mail::to_mime(message);
        CPPUNIT_ASSERT(mime.find("multipart") == std::string::npos);
        CPPUNIT_ASSERT(mime.find("Content-Type: text/plain; charset=utf-8\r\n") != std::string::npos);
    }
    void the_date_has_a_numeric_zone() { CPPUNIT_ASSERT(mail::to_mime(a_message()).starts_with("Date: Sat, 02 Jun 2018 10:42:07 +0000\r\n")); }
    void the_same_message_gives_the_same_bytes() { CPPUNIT_ASSERT_EQUAL(mail::to_mime(a_message()), mail::to_mime(a_message())); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MessageTest);

}
