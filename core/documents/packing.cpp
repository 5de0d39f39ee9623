#include "documents/packing.h"

#include <stdexcept>

#include <zlib.h>

namespace portal::documents {

namespace {

Bytef* bytes_of(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); } // zlib 1.2 reads through a pointer to mutable

}

Packer::Packer()
    : m_stream(std::make_unique<z_stream_s>())
    , m_chunk(chunk_size, '\0')
{
    if (deflateInit(m_stream.get(), Z_BEST_SPEED) != Z_OK)
        throw std::runtime_error("zlib does not start");
    m_stream->next_out = bytes_of(m_chunk);
    m_stream->avail_out = chunk_size;
}

Packer::~Packer() { deflateEnd(m_stream.get()); }

void Packer::add(std::string_view bytes, Take const& take) { pack(bytes, Z_NO_FLUSH, take); }

void Packer::finish(Take const& take)
{
    pack({}, Z_FINISH, take);
    give(take);
    deflateReset(m_stream.get());
}

void Packer::pack(std::string_view bytes, int flush, Take const& take)
{
    m_stream->next_in = bytes_of(bytes);
    m_stream->avail_in = static_cast<uInt>(bytes.size());
    while (deflate(m_stream.get(), flush) == Z_OK && m_stream->avail_out == 0)
        give(take);
}

void Packer::give(Take const& take)
{
    if (auto const used = chunk_size - m_stream->avail_out; used > 0)
        take({ m_chunk.data(), used });
    m_stream->next_out = bytes_of(m_chunk);
    m_stream->avail_out = chunk_size;
}

Unpacker::Unpacker(std::size_t size)
    : m_stream(std::make_unique<z_stream_s>())
    , m_document(size, '\0')
{
    if (inflateInit(m_stream.get()) != Z_OK)
        throw std::runtime_error("zlib does not start");
    m_stream->next_out = bytes_of(m_document);
    m_stream->avail_out = static_cast<uInt>(size);
}

Unpacker::~Unpacker() { inflateEnd(m_stream.get()); }

void Unpacker::add(std::string_view chunk)
{
    m_stream->next_in = bytes_of(chunk);
    m_stream->avail_in = static_cast<uInt>(chunk.size());
    auto const outcome = m_is_whole ? Z_DATA_ERROR : inflate(m_stream.get(), Z_NO_FLUSH);
    if (outcome == Z_STREAM_END && m_stream->avail_in == 0 && m_stream->avail_out == 0)
        m_is_whole = true;
    else if (outcome != Z_OK || m_stream->avail_in > 0)
        throw std::runtime_error("a kept document is damaged");
}

}
