// A document as the database keeps it: one zlib stream (RFC 1950), cut into chunks that fit a BLOB.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct z_stream_s;

namespace portal::documents {

inline constexpr std::size_t chunk_size = 60'000; // bytes, at most

// Packs one document after the other; holds no more than a chunk of it. One thread.
class Packer {
public:
    using Take = std::function<void(std::string_view chunk)>; // good during the call

    Packer();
    ~Packer();
    Packer(Packer const&) = delete;
    Packer& operator=(Packer const&) = delete;

    void add(std::string_view bytes, Take const& take);
    // Gives the last chunk, at least one. The next bytes are another document's.
    void finish(Take const& take);

private:
    void give(Take const& take);
    void pack(std::string_view bytes, int flush, Take const& take);

    std::unique_ptr<z_stream_s> m_stream;
    std::string m_chunk;
};

// Puts one document together again.
class Unpacker {
public:
    explicit Unpacker(std::size_t size); // of the document; its memory is taken at once
    ~Unpacker();
    Unpacker(Unpacker const&) = delete;
    Unpacker& operator=(Unpacker const&) = delete;

    // In order. std::runtime_error: these are no chunks of a document of this size.
    void add(std::string_view chunk);
    bool is_whole() const { return m_is_whole; }
    std::string take() { return std::move(m_document); }

private:
    std::unique_ptr<z_stream_s> m_stream;
    std::string m_document;
    bool m_is_whole = false;
};

}
