// The part of reading that is about documents: their bytes are packed as they come, so none of them is ever whole in memory.
#include "features/imports/incoming_rows.h"

#include "documents/document_rules.h"

#include <limits>
#include <stdexcept>

namespace portal::imports {

void IncomingRows::document(plugins::DocumentRow const& row)
{
    start(Kind::document);
    auto const media_type = documents::media_type_taken(row.media_type);
    m_document
        = { std::string { row.invoice }, std::string { media_type }, documents::safe_file_name(row.file_name, media_type, row.invoice), row.size, row.size };
    m_document.first_chunk = static_cast<std::uint32_t>(m_batch->chunks.size());
    document_fields();
    if (row.size == 0)
        m_row.refuse("row.missing", "bytes");
    if (row.size > m_largest_document)
        m_row.refuse("row.too_long", "bytes", "at most " + std::to_string(m_largest_document) + " bytes");
    m_document.is_taken = !m_row.is_refused();
    if (m_document.is_taken)
        m_row.drop(); // until the digest is known
    else
        finish();
}

void IncomingRows::document_fields()
{
    m_row.text("invoice", m_document.invoice, Need::required);
    m_row.word("media_type", m_document.media_type, { "application/xml", "application/pdf" });
    m_row.text("file_name", m_document.file_name, Need::required);
}

void IncomingRows::document_bytes(std::string_view bytes)
{
    if (bytes.size() > m_document.left)
        throw std::runtime_error("a document has more bytes than it said");
    m_document.left -= bytes.size();
    if (!m_document.is_taken)
        return;
    m_digest.add(bytes);
    m_packer.add(bytes, [this](std::string_view chunk) { keep_chunk(chunk); });
    if (m_document.left == 0)
        finish_document();
}

void IncomingRows::keep_chunk(std::string_view bytes)
{
    if (m_batch && m_batch->is_overfull()) {
        give_batch();
        m_document.first_chunk = 0;
    }
    need_batch();
    m_batch->chunks.push_back({ m_document.chunks++, m_batch->texts.keep(bytes) });
}

void IncomingRows::finish_document()
{
    m_packer.finish([this](std::string_view chunk) { keep_chunk(chunk); });
    begin_row(Kind::document);
    document_fields();
    m_row.text("digest", m_digest.hex(), Need::required);
    m_row.number("size", static_cast<std::int64_t>(m_document.size), 1, std::numeric_limits<std::int64_t>::max());
    auto* const facts = finish(); // never refused: the same fields were looked at when it began
    facts->first_chunk = m_document.first_chunk;
    facts->chunks = static_cast<std::uint32_t>(m_batch->chunks.size()) - m_document.first_chunk;
    pass_on();
}

}
