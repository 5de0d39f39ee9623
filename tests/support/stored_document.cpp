#include "support/stored_document.h"

#include "crypto/hash.h"
#include "documents/packing.h"

namespace portal::tests {

void store_document(db::Database& database, TenantId tenant, StoredDocument const& document, RowVersions versions)
{
    static constexpr db::Sql add_row { "test.document",
        "insert into documents (tenant_id, id, invoice_number, media_type, file_name, digest, size, fingerprint, added_in, removed_in) "
        "values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)" };
    static constexpr db::Sql add_chunk { "test.chunk", "insert or ignore into document_chunks (tenant_id, digest, position, bytes) values (?, ?, ?, ?)" };
    auto const digest = crypto::sha256_hex(document.bytes);
    database.transact([&](db::Transaction& transaction) {
        transaction.execute(
            add_row, tenant, new_id(), document.bill, document.media_type, document.file_name, digest, document.bytes.size(), versions.added, versions.removed);
        documents::Packer packer;
        int position = 0;
        auto const add = [&](std::string_view chunk) { transaction.execute(add_chunk, tenant, digest, position++, db::Bytes { chunk }); };
        packer.add(document.bytes, add);
        packer.finish(add);
    });
}

}
