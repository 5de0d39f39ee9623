// The server's key on disk: made once, private, the same for all nodes.
#include "crypto/key_ring.h"

#include "crypto/hash.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

using namespace portal;

namespace {

class KeyRingTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(KeyRingTest);
    CPPUNIT_TEST(a_missing_key_is_made_private_and_stays);
    CPPUNIT_TEST(nodes_that_start_at_once_agree);
    CPPUNIT_TEST(each_purpose_has_its_own_key);
    CPPUNIT_TEST(a_key_that_others_may_read_is_refused);
    CPPUNIT_TEST(a_link_a_folder_and_a_wrong_content_are_refused);
    CPPUNIT_TEST(a_folder_that_others_may_write_is_refused);
    CPPUNIT_TEST(no_message_names_the_secret);
    CPPUNIT_TEST_SUITE_END();

    tests::TemporaryFolder m_folder;
    std::string const m_secrets = m_folder / "secrets";
    std::string const m_key = m_secrets + "/server.key";

    static std::string complaint(std::string const& path)
    {
        try {
            crypto::KeyRing::load_or_make(path);
        } catch (crypto::SecretFileError const& error) {
            return error.what();
        }
        return "";
    }

public:
    void a_missing_key_is_made_private_and_stays()
    {
        auto const first = crypto::KeyRing::load_or_make(m_secrets);
        struct stat status { };
        CPPUNIT_ASSERT_EQUAL(0, ::stat(m_key.c_str(), &status));
        CPPUNIT_ASSERT_EQUAL(mode_t { 0600 }, status.st_mode & 07777);
        CPPUNIT_ASSERT_EQUAL(0, ::stat(m_secrets.c_str(), &status));
        CPPUNIT_ASSERT_EQUAL(mode_t { 0700 }, status.st_mode & 07777);
        auto const second = crypto::KeyRing::load_or_make(m_secrets);
        CPPUNIT_ASSERT(first.key("csrf").reveal() == second.key("csrf").reveal());
        std::size_t files = 0;
        for ([[maybe_unused]] auto const& entry : std::filesystem::directory_iterator { m_secrets })
            ++files;
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, files);
    }
    void nodes_that_start_at_once_agree()
    {
        std::vector<std::string> keys(8);
        std::vector<std::thread> nodes;
        for (auto& key : keys)
            nodes.emplace_back([&] { key = crypto::KeyRing::load_or_make(m_secrets).key("seal").reveal(); });
        for (auto& node : nodes)
            node.join();
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, std::set<std::string>(keys.begin(), keys.end()).size());
    }
    void each_purpose_has_its_own_key()
    {
        auto const ring = crypto::KeyRing::from_key(Secret { std::string(43, 'k') });
        std::set<std::string> keys;
        for (auto const* purpose : { "csrf", "seal", "code", "token", "lookup" }) {
            CPPUNIT_ASSERT_EQUAL(std::size_t { 32 }, ring.key(purpose).size());
            keys.insert(ring.key(purpose).reveal());
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t { 5 }, keys.size());
        CPPUNIT_ASSERT_THROW(ring.key("other"), std::logic_error);
    }
    void a_key_that_others_may_read_is_refused()
    {
        crypto::KeyRing::load_or_make(m_secrets);
        for (mode_t const mode : { 0640, 0604, 0660, 0601 }) {
            ::chmod(m_key.c_str(), mode);
            CPPUNIT_ASSERT(complaint(m_secrets).find("chmod 0600") != std::string::npos);
        }
        ::chmod(m_key.c_str(), 0400);
        CPPUNIT_ASSERT_EQUAL(std::string {}, complaint(m_secrets));
    }
    void a_link_a_folder_and_a_wrong_content_are_refused()
    {
        crypto::KeyRing::load_or_make(m_secrets);
        std::filesystem::rename(m_key, m_folder / "elsewhere");
        std::filesystem::create_symlink(m_folder / "elsewhere", m_key);
        CPPUNIT_ASSERT(!complaint(m_secrets).empty());
        std::filesystem::remove(m_key);
        std::filesystem::create_directory(m_key);
        CPPUNIT_ASSERT(complaint(m_secrets).find("is not a file") != std::string::npos);
        std::filesystem::remove(m_key);
        std::ofstream { m_key } << "short\n";
        ::chmod(m_key.c_str(), 0600);
        CPPUNIT_ASSERT(complaint(m_secrets).find("is not a server key") != std::string::npos);
        std::ofstream { m_key } << std::string(10000, 'x');
        CPPUNIT_ASSERT(complaint(m_secrets).find("too large") != std::string::npos);
    }
    void a_folder_that_others_may_write_is_refused()
    {
        crypto::KeyRing::load_or_make(m_secrets);
        ::chmod(m_secrets.c_str(), 0770);
        CPPUNIT_ASSERT(complaint(m_secrets).find("chmod 0700") != std::string::npos);
    }
    void no_message_names_the_secret()
    {
        auto const path = m_folder / "password";
        std::ofstream { path } << "hunter-and-prey\n";
        ::chmod(path.c_str(), 0600);
        CPPUNIT_ASSERT_EQUAL(std::string { "hunter-and-prey" }, crypto::read_secret_file(path).reveal());
        ::chmod(path.c_str(), 0644);
        try {
            crypto::read_secret_file(path);
            CPPUNIT_FAIL("a password that all may read was accepted");
        } catch (crypto::SecretFileError const& error) {
            CPPUNIT_ASSERT(std::string { error.what() }.find("hunter") == std::string::npos);
            CPPUNIT_ASSERT(std::string { error.what() }.starts_with(path));
        }
        CPPUNIT_ASSERT_THROW(crypto::read_secret_file(m_folder / "missing"), crypto::SecretFileError);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(KeyRingTest);

}
