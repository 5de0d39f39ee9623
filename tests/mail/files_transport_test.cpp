// Mails as files: whole or not there, the same mail in the same file.
#include "mail/files_transport.h"

#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <iterator>

#include <sys/stat.h>

using namespace portal;

namespace {

class FilesTransportTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(FilesTransportTest);
    CPPUNIT_TEST(a_mail_becomes_one_file);
    CPPUNIT_TEST(the_same_mail_again_stays_one_file);
    CPPUNIT_TEST(a_file_name_leaves_no_folder);
    CPPUNIT_TEST(a_folder_that_is_gone_is_tried_again);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;
    std::string const m_path = m_folder / "mails/new";

    static mail::Message a_message()
    {
        return { .message_id = "<2ZQ8W.abc@portal.example>",
            .date = instant_from_number(0),
            .from_name = "",
            .from_address = "portal@portal.example",
            .reply_to = "",
            .to = "janez@example.si",
            .subject = "Račun",
            .text = "Pozdravljeni",
            .html = "" };
    }
    std::size_t files() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator { m_path }, {})); }

public:
    void a_mail_becomes_one_file()
    {
        mail::FilesTransport transport { m_path };
        CPPUNIT_ASSERT(transport.send(a_message()).outcome == mail::Outcome::accepted);
        std::ifstream file { m_path + "/2ZQ8W.abc.eml", std::ios::binary };
        std::string const content { std::istreambuf_iterator<char> { file }, {} };
        CPPUNIT_ASSERT_EQUAL(mail::to_mime(a_message()), content);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, files());
    }
    void the_same_mail_again_stays_one_file()
    {
        mail::FilesTransport transport { m_path };
        transport.send(a_message());
        CPPUNIT_ASSERT(transport.send(a_message()).outcome == mail::Outcome::accepted);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, files());
    }
    void a_file_name_leaves_no_folder() { CPPUNIT_ASSERT_EQUAL(std::string { "etcpasswd.eml" }, mail::file_name("<../../etc/passwd@portal.example>")); }
    void a_folder_that_is_gone_is_tried_again()
    {
        mail::FilesTransport transport { m_path };
        std::filesystem::remove_all(m_path);
        auto const result = transport.send(a_message());
        CPPUNIT_ASSERT(result.outcome == mail::Outcome::try_again);
        CPPUNIT_ASSERT(result.reason.starts_with(m_path));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FilesTransportTest);

}
