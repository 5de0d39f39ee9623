// Where the stored rows stood in the delivery, for those that turn out to be wrong only at the end; in constant memory.
#pragma once

#include "features/imports/batch.h"

#include <cstdio>
#include <memory>
#include <vector>

namespace portal::imports {

// One thread. Rows without a place need not be told. Throws std::system_error when the temporary folder is full.
class RowPlaces {
public:
    // Ids come in ascending order.
    void add(std::int64_t id, Place place);
    // Line 0 when it was never told.
    Place find(std::int64_t id) const;

private:
    static constexpr std::size_t s_buffer = 1 << 14;

    struct Entry {
        std::int64_t id = 0;
        Place place;
    };
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    Entry entry(std::size_t index) const;

    std::unique_ptr<std::FILE, Close> m_file;
    std::size_t m_written = 0; // entries in the file
    std::vector<Entry> m_last; // those behind them
};

}
