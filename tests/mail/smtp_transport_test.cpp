// Against a real SMTP server: TLS, names, sign-in, replies; and what Python's mail parser reads from our mails.
#include "mail/smtp_transport.h"

#include "base/text.h"
#include "support/smtp_server.h"

#include <Poco/Net/ServerSocket.h>

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;

namespace {

class SmtpTransportTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(SmtpTransportTest);
    CPPUNIT_TEST(a_mail_arrives_as_it_was_written);
    CPPUNIT_TEST(subjects_of_every_length_are_read_back);
    CPPUNIT_TEST(it_signs_in_either_way_and_tells_a_wrong_password);
    CPPUNIT_TEST(it_speaks_tls_from_the_first_byte_when_told);
    CPPUNIT_TEST(a_certificate_for_another_name_is_refused);
    CPPUNIT_TEST(a_certificate_of_an_unknown_authority_is_refused);
    CPPUNIT_TEST(a_server_without_starttls_gets_nothing);
    CPPUNIT_TEST(the_clear_is_for_this_machine_only);
    CPPUNIT_TEST(a_refused_recipient_is_final_and_not_named);
    CPPUNIT_TEST(a_busy_server_is_tried_again);
    CPPUNIT_TEST(refused_content_is_final);
    CPPUNIT_TEST(a_silent_and_an_absent_server_are_tried_again);
    CPPUNIT_TEST_SUITE_END();

    static mail::Message a_message()
    {
        return { .message_id = "<2ZQ8W.abc@portal.example>",
            .date = instant_from_number(1'527'936'127'000'000),
            .from_name = "Naselje Žiri, d. o. o. \"Č\"",
            .from_address = "portal@portal.example",
            .reply_to = "",
            .to = "janez@example.si",
            .subject = "Potrdite svoj e-poštni naslov za portal Komunalnega podjetja Logatec (žal še en dolg šumnikov poln stavek)",
            .text = "Pozdravljeni,\n\n.\npika na začetku vrstice in šumniki čšž\nvrsta s presledkom na koncu \n" + std::string(200, 'x') + "\n",
            .html = "<p style=\"color:#123\">Pozdravljeni = čšž</p>\n<a href=\"http://localhost/confirm/abc?x=1&amp;y=2\">Potrdi</a>\n" };
    }
    static mail::SmtpOptions options_for(tests::SmtpServer const& server, mail::Security security = mail::Security::starttls)
    {
        return { .host = "localhost",
            .port = server.port(),
            .security = security,
            .ca_file = server.ca_file(),
            .user = server.user(),
            .password = server.password(),
            .own_name = "",
            .timeout = std::chrono::seconds { 20 } };
    }
    static mail::SmtpOptions without_sign_in(tests::SmtpServer const& server, mail::Security security = mail::Security::none)
    {
        auto options = options_for(server, security);
        options.user.clear();
        return options;
    }
    static mail::SendResult sent(mail::SmtpOptions options, mail::Message const& message = a_message())
    {
        return mail::SmtpTransport { std::move(options) }.send(message);
    }

public:
    void a_mail_arrives_as_it_was_written()
    {
        tests::SmtpServer const server;
        auto const result = sent(options_for(server));
        CPPUNIT_ASSERT_EQUAL(std::string {}, result.reason);
        CPPUNIT_ASSERT(result.outcome == mail::Outcome::accepted);
        auto const mails = server.mails();
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, mails.size());
        auto const text = [&](char const* key) { return mails[0]->getValue<std::string>(key); };
        auto const message = a_message();
        CPPUNIT_ASSERT_EQUAL(message.subject, text("subject"));
        CPPUNIT_ASSERT_EQUAL(std::string { R"("Naselje Žiri, d. o. o. \"Č\"" <portal@portal.example>)" }, text("from"));
        CPPUNIT_ASSERT_EQUAL(message.message_id, text("message_id"));
        CPPUNIT_ASSERT_EQUAL(std::string { "Sat, 02 Jun 2018 10:42:07 +0000" }, text("date"));
        CPPUNIT_ASSERT_EQUAL(message.text, replaced(text("text"), "\r\n", "\n"));
        CPPUNIT_ASSERT_EQUAL(message.html, replaced(text("html"), "\r\n", "\n"));
        CPPUNIT_ASSERT_EQUAL(std::string { "portal@portal.example" }, text("sender"));
        CPPUNIT_ASSERT_EQUAL(std::string { "janez@example.si" }, mails[0]->getArray("to")->getElement<std::string>(0));
        CPPUNIT_ASSERT(mails[0]->getValue<bool>("tls"));
        CPPUNIT_ASSERT_EQUAL(server.user(), text("user"));
    }
    void subjects_of_every_length_are_read_back()
    {
        tests::SmtpServer const server { { "--tls", "none", "--no-auth" } };
        mail::SmtpTransport transport { without_sign_in(server) };
        auto message = a_message();
        std::vector<std::string> subjects;
        std::string subject;
        for (int length = 1; length <= 40; ++length) {
            subject += length % 3 == 0 ? "š € " : "ab😀";
            subjects.push_back(subject.substr(0, subject.find_last_not_of(' ') + 1));
            message.subject = subjects.back();
            CPPUNIT_ASSERT(transport.send(message).outcome == mail::Outcome::accepted);
        }
        auto const mails = server.mails();
        CPPUNIT_ASSERT_EQUAL(subjects.size(), mails.size());
        for (std::size_t i = 0; i < subjects.size(); ++i)
            CPPUNIT_ASSERT_EQUAL(subjects[i], mails[i]->getValue<std::string>("subject"));
    }
    void it_signs_in_either_way_and_tells_a_wrong_password()
    {
        for (auto const* mechanism : { "PLAIN", "LOGIN" }) {
            tests::SmtpServer const server { { "--mechanism", mechanism } };
            CPPUNIT_ASSERT_EQUAL_MESSAGE(mechanism, std::string {}, sent(options_for(server)).reason);
            auto options = options_for(server);
            options.password = Secret { std::string(120, 'x') };
            auto const result = sent(options);
            CPPUNIT_ASSERT_MESSAGE(mechanism, result.outcome == mail::Outcome::try_again);
            CPPUNIT_ASSERT_MESSAGE(result.reason, result.reason.starts_with("AUTH: 535"));
            CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, server.mails().size());
        }
    }
    void it_speaks_tls_from_the_first_byte_when_told()
    {
        tests::SmtpServer const server { { "--tls", "implicit", "--no-auth" } };
        CPPUNIT_ASSERT_EQUAL(std::string {}, sent(without_sign_in(server, mail::Security::tls)).reason);
        CPPUNIT_ASSERT(server.mails().at(0)->getValue<bool>("tls"));
    }
    void a_certificate_for_another_name_is_refused()
    {
        for (auto const& [way, security] : { std::pair { "starttls", mail::Security::starttls }, { "implicit", mail::Security::tls } }) {
            tests::SmtpServer const server { { "--tls", way, "--name", "wrong.example", "--no-auth" } };
            auto const result = sent(without_sign_in(server, security));
            CPPUNIT_ASSERT_MESSAGE(way, result.outcome == mail::Outcome::try_again);
            CPPUNIT_ASSERT_MESSAGE(result.reason, result.reason.find("ertificate") != std::string::npos);
            CPPUNIT_ASSERT(server.mails().empty());
        }
    }
    void a_certificate_of_an_unknown_authority_is_refused()
    {
        tests::SmtpServer const server { { "--no-auth" } };
        tests::SmtpServer const other { { "--no-auth" } };
        auto options = without_sign_in(server, mail::Security::starttls);
        options.ca_file = other.ca_file();
        CPPUNIT_ASSERT(sent(options).outcome == mail::Outcome::try_again);
        options.ca_file.clear();
        CPPUNIT_ASSERT(sent(options).outcome == mail::Outcome::try_again);
        CPPUNIT_ASSERT(server.mails().empty());
    }
    void a_server_without_starttls_gets_nothing()
    {
        tests::SmtpServer const server { { "--tls", "none", "--no-auth" } };
        auto const result = sent(without_sign_in(server, mail::Security::starttls));
        CPPUNIT_ASSERT(result.outcome == mail::Outcome::try_again);
        CPPUNIT_ASSERT_MESSAGE(result.reason, result.reason.starts_with("STARTTLS: "));
        CPPUNIT_ASSERT(server.mails().empty());
    }
    void the_clear_is_for_this_machine_only()
    {
        for (auto const* host : { "mail.example", "192.0.2.1", "127.0.0.1.example", "localhost.example" }) {
            mail::SmtpOptions options;
            options.host = host;
            options.security = mail::Security::none;
            CPPUNIT_ASSERT_THROW_MESSAGE(host, mail::SmtpTransport { options }, std::invalid_argument);
        }
        mail::SmtpOptions without_password;
        without_password.user = "portal";
        CPPUNIT_ASSERT_THROW(mail::SmtpTransport { without_password }, std::invalid_argument);
        CPPUNIT_ASSERT(!mail::parse_security("ssl"));
    }
    void a_refused_recipient_is_final_and_not_named()
    {
        tests::SmtpServer const server { { "--tls", "none", "--no-auth", "--refuse", "janez@example.si" } };
        auto const result = sent(without_sign_in(server));
        CPPUNIT_ASSERT(result.outcome == mail::Outcome::refused);
        CPPUNIT_ASSERT_EQUAL(std::string { "550 5.1.1 no such mailbox" }, result.reason);
    }
    void a_busy_server_is_tried_again()
    {
        tests::SmtpServer const server { { "--tls", "none", "--no-auth", "--temporary-failures", "1" } };
        mail::SmtpTransport transport { without_sign_in(server) };
        auto const result = transport.send(a_message());
        CPPUNIT_ASSERT(result.outcome == mail::Outcome::try_again);
        CPPUNIT_ASSERT_MESSAGE(result.reason, result.reason.find("451 4.3.0") != std::string::npos);
        CPPUNIT_ASSERT(transport.send(a_message()).outcome == mail::Outcome::accepted);
    }
    void refused_content_is_final()
    {
        tests::SmtpServer const server { { "--tls", "none", "--no-auth", "--content-reply", "554 5.6.0 janez@example.si gets no such mail" } };
        auto const result = sent(without_sign_in(server));
        CPPUNIT_ASSERT(result.outcome == mail::Outcome::refused);
        CPPUNIT_ASSERT_MESSAGE(result.reason, result.reason.find("554 5.6.0 (address) gets no such mail") != std::string::npos);
    }
    void a_silent_and_an_absent_server_are_tried_again()
    {
        Poco::Net::ServerSocket silent { Poco::Net::SocketAddress { "127.0.0.1", 0 } };
        mail::SmtpOptions options;
        options.host = "127.0.0.1";
        options.port = silent.address().port();
        options.security = mail::Security::none;
        options.timeout = std::chrono::milliseconds { 50 };
        CPPUNIT_ASSERT(sent(options).outcome == mail::Outcome::try_again);
        silent.close();
        CPPUNIT_ASSERT(sent(options).outcome == mail::Outcome::try_again);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SmtpTransportTest);

}
