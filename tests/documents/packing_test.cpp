#include "documents/packing.h"

#include <cppunit/extensions/HelperMacros.h>

#include <random>
#include <stdexcept>
#include <vector>

using namespace portal;

namespace {

std::string bill(int lines)
{
    std::string text = "<Racun>";
    for (int i = 0; i < lines; ++i)
        text += "<Postavka><Naziv>Vodarina</Naziv><Kolicina>" + std::to_string(i * 7919 % 1000) + "</Kolicina></Postavka>\n";
    return text + "</Racun>";
}

// What no compression makes smaller.
std::string noise(std::size_t size)
{
    std::mt19937 random { 4 };
    std::string bytes(size, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

std::vector<std::string> packed(documents::Packer& packer, std::string_view document, std::size_t part)
{
    std::vector<std::string> chunks;
    auto const keep = [&](std::string_view chunk) { chunks.emplace_back(chunk); };
    for (; !document.empty(); document.remove_prefix(std::min(document.size(), part)))
        packer.add(document.substr(0, part), keep);
    packer.finish(keep);
    return chunks;
}

std::string unpacked(std::vector<std::string> const& chunks, std::size_t size)
{
    documents::Unpacker unpacker { size };
    for (auto const& chunk : chunks)
        unpacker.add(chunk);
    return unpacker.is_whole() ? unpacker.take() : "not whole";
}

class PackingTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(PackingTest);
    CPPUNIT_TEST(what_is_packed_comes_out_byte_for_byte);
    CPPUNIT_TEST(no_chunk_is_larger_than_a_column_holds);
    CPPUNIT_TEST(a_bill_becomes_one_small_chunk);
    CPPUNIT_TEST(damaged_chunks_are_noticed);
    CPPUNIT_TEST_SUITE_END();

public:
    void what_is_packed_comes_out_byte_for_byte()
    {
        documents::Packer packer; // one for all, as an import uses it
        for (auto const& document : { bill(1), bill(40'000), noise(1), noise(59'980), noise(60'000), noise(700'000), std::string(9'000'000, 'a'), bill(3) })
            for (std::size_t const part : { 65'536U, 1'000U })
                CPPUNIT_ASSERT(unpacked(packed(packer, document, part), document.size()) == document);
    }
    void no_chunk_is_larger_than_a_column_holds()
    {
        documents::Packer packer;
        auto const chunks = packed(packer, noise(700'000), 65'536);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 12 }, chunks.size());
        for (auto const& chunk : chunks)
            CPPUNIT_ASSERT(!chunk.empty() && chunk.size() <= documents::chunk_size);
    }
    void a_bill_becomes_one_small_chunk()
    {
        documents::Packer packer;
        auto const document = bill(400);
        auto const chunks = packed(packer, document, 65'536);
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, chunks.size());
        CPPUNIT_ASSERT(chunks.front().size() < document.size() / 5);
    }
    void damaged_chunks_are_noticed()
    {
        documents::Packer packer;
        auto const document = bill(40'000);
        auto const chunks = packed(packer, document, 65'536);
        auto turned = chunks;
        turned.front()[turned.front().size() / 2] ^= 1;
        CPPUNIT_ASSERT_THROW(unpacked(turned, document.size()), std::runtime_error);
        CPPUNIT_ASSERT_THROW(unpacked(chunks, document.size() - 1), std::runtime_error);
        CPPUNIT_ASSERT_THROW(unpacked(chunks, document.size() + 1), std::runtime_error);
        auto longer = chunks;
        longer.emplace_back("more");
        CPPUNIT_ASSERT_THROW(unpacked(longer, document.size()), std::runtime_error);
        auto shorter = chunks;
        shorter.pop_back();
        CPPUNIT_ASSERT_EQUAL(std::string { "not whole" }, unpacked(shorter, document.size()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PackingTest);

}
