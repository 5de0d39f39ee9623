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
    CPPUNIT_TEST(many_small_bombs_are_one_large_one);
    CPPUNIT_TEST(entries_that_lie_over_each_other_are_refused);
    CPPUNIT_TEST(a_bundle_inside_a_bundle_is_refused);
    CPPUNIT_TEST(large_fields_are_read_and_their_lies_found_out);
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
        auto bytes = bytes_of(path);
        change(bytes);
        std::ofstream { path, std::ios::binary } << bytes;
        return path;
    }
    static std::string bytes_of(std::string const& path)
    {
        std::ostringstream whole;
        whole << std::ifstream { path, std::ios::binary }.rdbuf();
        return whole.str();
    }
    static std::string number(std::uint64_t value, std::size_t bytes)
    {
        std::string text;
        for (std::size_t i = 0; i < bytes; ++i)
            text += i < sizeof value ? static_cast<char>(value >> (8 * i) & 0xFF) : '\0';
        return text;
    }
    // One entry "a.csv" that holds "x", with its sizes in the fields of ZIP64 (APPNOTE 4.3.7, 4.3.12, 4.3.16, 4.5.3).
    std::string zip64_bundle(std::uint64_t claimed_size)
    {
        auto const common = number(45, 2) + number(0, 6) + number(0x21, 2) + number(0x8CDC1683, 4) + number(0xFFFFFFFF, 4) + number(0xFFFFFFFF, 4)
            + number(5, 2) + number(20, 2);
        auto const large = number(1, 2) + number(16, 2) + number(claimed_size, 8) + number(1, 8);
        auto const entry = "PK\x03\x04" + common + "a.csv" + large + "x";
        auto const directory = "PK\x01\x02" + number(45, 2) + common + number(0, 14) + "a.csv" + large;
        auto const path = m_folder / "large.zip";
        std::ofstream { path, std::ios::binary } << entry << directory << "PK\x05\x06" << number(0, 4) << number(1, 2) << number(1, 2)
                                                 << number(directory.size(), 4) << number(entry.size(), 4) << number(0, 2);
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
    void many_small_bombs_are_one_large_one()
    {
        std::vector<std::pair<std::string, std::string>> files;
        for (int i = 0; i < 10; ++i)
            files.emplace_back(std::to_string(i) + ".csv", std::string(5'000'000, '0'));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bomb" }, imported(bundle(files)));
    }
    void entries_that_lie_over_each_other_are_refused()
    {
        // A hundred records of the directory that all name the one entry.
        auto const path = changed(bundle({ { "a.csv", noise(100'000) } }), [](std::string& bytes) {
            auto const start = bytes.find("PK\x01\x02");
            auto const end = bytes.find("PK\x05\x06");
            auto const record = bytes.substr(start, end - start);
            std::string all;
            for (int i = 0; i < 100; ++i)
                all += record;
            bytes.replace(end + 8, 8, number(100, 2) + number(100, 2) + number(all.size(), 4));
            bytes.replace(start, record.size(), all);
        });
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bad_bundle" }, imported(path));
    }
    void a_bundle_inside_a_bundle_is_refused()
    {
        auto const inner = bytes_of(bundle({ { "a.csv", "x" } }));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bad_bundle" }, imported(bundle({ { "b.zip", inner } })));
    }
    void large_fields_are_read_and_their_lies_found_out()
    {
        CPPUNIT_ASSERT_EQUAL(std::string { "read" }, imported(zip64_bundle(1)));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bomb" }, imported(zip64_bundle(1ULL << 60)));
        CPPUNIT_ASSERT_EQUAL(std::string { "delivery.bad_bundle" }, imported(zip64_bundle(2)));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BundleTest);

}
