// Some thousand checked rows on their way from the thread that reads them to the thread that stores them.
#pragma once

#include "db/value.h"
#include "features/imports/imports.h"

#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace portal::imports {

// Texts with addresses that stay until clear().
class TextStore {
public:
    std::string_view keep(std::string_view text)
    {
        if (text.size() > m_room)
            grow(text.size());
        if (!text.empty()) // an empty one may point nowhere, which memcpy is never given
            std::memcpy(m_next, text.data(), text.size());
        std::string_view const kept { m_next, text.size() };
        m_next += text.size();
        m_room -= text.size();
        m_used += text.size();
        return kept;
    }
    std::size_t used() const { return m_used; }
    // The memory stays for the next batch.
    void clear()
    {
        m_chunk = 0;
        m_room = 0;
        m_used = 0;
    }

private:
    static constexpr std::size_t s_chunk = 256 * 1024; // more than any text of a row

    void grow(std::size_t needed)
    {
        if (needed > s_chunk)
            throw std::length_error("a text of a row is too long");
        if (m_chunk == m_chunks.size())
            m_chunks.push_back(std::make_unique_for_overwrite<char[]>(s_chunk));
        m_next = m_chunks[m_chunk++].get();
        m_room = s_chunk;
    }

    std::vector<std::unique_ptr<char[]>> m_chunks;
    std::size_t m_chunk = 0;
    char* m_next = nullptr;
    std::size_t m_room = 0;
    std::size_t m_used = 0;
};

// Where a row stands in the delivery; file is an index into the names that the reader has kept, line 0 means not known.
struct Place {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
};

// What is computed for a row beside its columns.
struct RowFacts {
    std::int64_t fingerprint = 0;
    std::uint64_t key_hash = 0; // of the first key column
    std::uint64_t parent_hash = 0; // of the parent's key; 0 when there is none
    std::uint64_t whole_key_hash = 0;
    Place place;
    std::uint32_t first_cell = 0; // in the batch
    std::string_view code_hash {}; // of a bill that has a security code
    std::uint32_t first_chunk = 0, chunks = 0; // of a document: where its chunks lie in the batch
};

// A piece of a document's packed bytes. A document that goes over the end of a batch has its first chunks there and its row in a later one.
struct Chunk {
    std::int64_t position = 0;
    std::string_view bytes;
};

// The rows of one kind in a batch. A row's cells stand together, in the order of Table::columns.
struct RowsOfKind {
    std::vector<db::Value> const* cells = nullptr; // the batch's
    std::size_t width = 0; // cells a row
    std::vector<RowFacts> facts;

    std::size_t size() const { return facts.size(); }
    std::span<db::Value const> row(std::size_t index) const { return { cells->data() + facts[index].first_cell, width }; }
};

struct Batch {
    Batch()
    {
        cells.reserve(s_cells + s_widest_row);
        for (auto& kind : kinds)
            kind.cells = &cells;
    }
    Batch(Batch const&) = delete;
    Batch& operator=(Batch const&) = delete;

    std::vector<db::Value> cells; // of the rows of all kinds: memory that is not needed for each kind
    std::array<RowsOfKind, kind_count> kinds;
    std::vector<Chunk> chunks; // of documents
    TextStore texts;
    std::size_t rows = 0;
    std::uint64_t bytes_read = 0;
    std::int64_t rows_read = 0; // of the whole delivery so far

    RowsOfKind& of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }
    bool is_full() const { return rows >= s_rows || cells.size() >= s_cells || texts.used() >= s_bytes; }
    // In the middle of a document: it goes on in the next batch.
    bool is_overfull() const { return texts.used() >= 2 * s_bytes; }
    void clear()
    {
        cells.clear();
        for (auto& kind : kinds)
            kind.facts.clear();
        chunks.clear();
        texts.clear();
        rows = 0;
    }

private:
    static constexpr std::size_t s_rows = 16'384;
    static constexpr std::size_t s_cells = 1 << 18; // 6 MB
    static constexpr std::size_t s_widest_row = 64;
    static constexpr std::size_t s_bytes = 2 << 20;
};

}
