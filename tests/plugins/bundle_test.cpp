// ZIP bundles that are bombs, damaged, locked or lie about their sizes.
#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <random>
#include <sstream>

#include <zip.h>

using namespace portal;
using namespace portal::plugins;

namespace {

class BundleTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(BundleTest);
    CPPUNIT_TEST(a_plain_bundle_is_read);
    CPPUNIT_TEST(a_bomb_is_refused_before_it_unpacks);
    CPPUNIT_TEST(all_files_together_have_a_limit);
    CPPUNIT_TEST(too_many_files_are_refused);
    CPPUNIT_TEST(a_locked_bundle_is_refused);
    CPPUNIT_TEST(a_damaged_bundle_is_refused);
    CPPUNIT_TEST(sizes_that_lie_are_found_out);
    CPPUNIT_TEST(a_name_with_controls_is_refused);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    tests::TemporaryFolder m_folder;

    std::string bundle(std::vector<std::pair<std::string, std::string>> const& files, bool is_locked = false)
    {
        auto const path = m_folder / "bundle.zip";
        int error = 0;
        auto* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
        for (auto const& [name, content] : files) {
            auto const index = zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
            CPPUNIT_ASSERT(index >= 0);
            if (is_locked)
                CPPUNIT_ASSERT_EQUAL(0, zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, "secret"));
        }
        CPPUNIT_ASSERT_EQUAL(0, zip_close(archive));
        return path;
    }
    // Text that does not compress well.
    static std::string noise(std::size_t size)
    {
        std::mt19937 random { 1 };
        std::string text(size, ' ');
        for (auto& c : text)
            c = static_cast<char>('a' + random() % 26);
        return text;
    }
    std::string imported(std::string const& path, std::uint64_t unpacked = 16ULL << 30)
    {
        auto options = test::options(test::built("tests/zoo"));
        options.unpacked = unpacked;
        Plugins plugins { options, m_clock };
        test::RecordingSink sink;
        auto const result = plugins.import(test::target(1, "zoo.beast"), { path }, sink);
        return result ? "read" : result.refusal().key;
    }
    std::string changed(std::string const& path, auto change)
    {
        std::ostringstream whole;
        whole << std::ifstream { path, std::ios::binary }.rdbuf();
        auto bytes = whole.str();
        change(bytes);
        std::ofstream { path, std::ios::binary } << bytes;
        return path;
    }

public:
    void a_plain_bundle_is_read()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "read" }, imported(bundle({ { "folder/a.csv", noise(100'000) }, { "b.csv", "x" } })));
        // Small files may be as repetitive as they like.
        CPPUNIT_ASSERT_EQUAL(std::string { "read" }, imported(bundle({ { "a.csv", std::string(1'000'000, '0') } })));
    }
    void a_bomb_is_refused_before_it_unpacks()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bomb" }, imported(bundle({ { "a.csv", std::string(50'000'000, '0') } })));
    }
    void all_files_together_have_a_limit()
    {
        auto const path = bundle({ { "a.csv", noise(60'000) }, { "b.csv", noise(60'000) } });
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bomb" }, imported(path, 100'000));
        CPPUNIT_ASSERT_EQUAL(std::string { "read" }, imported(path, 120'000));
    }
    void too_many_files_are_refused()
    {
        std::vector<std::pair<std::string, std::string>> files;
        for (int i = 0; i < 1'001; ++i)
            files.emplace_back(std::to_string(i) + ".csv", "x");
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bomb" }, imported(bundle(files)));
    }
    void a_locked_bundle_is_refused() { CPPUNIT_ASSERT_EQUAL(std::string { "delivery.encrypted" }, imported(bundle({ { "a.csv", "x" } }, true))); }
    void a_damaged_bundle_is_refused()
    {
        auto const files = std::vector<std::pair<std::string, std::string>> { { "a.csv", noise(100'000) } };
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bad_bundle" }, imported(changed(bundle(files), [](std::string& bytes) { bytes[bytes.size() / 2] ^= 1; })));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "delivery.bad_bundle" }, imported(changed(bundle(files), [](std::string& bytes) { bytes.resize(bytes.size() / 2); })));
    }
    void sizes_that_lie_are_found_out()
    {
        // The size before packing stands at 22 in an entry's own header and at 24 in the directory (APPNOTE 4.3.7, 4.3.12).
        auto const path = changed(bundle({ { "a.csv", noise(100'000) } }), [](std::string& bytes) {
            bytes.replace(22, 4, std::string { "\x10\x00\x00\x00", 4 });
            bytes.replace(bytes.find("PK\x01\x02") + 24, 4, std::string { "\x10\x00\x00\x00", 4 });
        });
        auto const said = imported(path);
        CPPUNIT_ASSERT_MESSAGE(said, said == "delivery.bomb" || said == "delivery.bad_bundle");
    }
    void a_name_with_controls_is_refused() { CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bad_bundle" }, imported(bundle({ { "a\n.csv", "x" } }))); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BundleTest);

}
