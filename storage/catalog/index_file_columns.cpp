#include "storage/catalog/index_file_columns.hpp"

namespace slipway::storage {

IndexKey read_index_key(Row& row) {
    IndexKey key;
    key.distro = row.integer();
    key.kind = row.word<Document>();
    key.component = row.text();
    key.architecture = row.text();
    return key;
}

IndexFileRow read_index_file_columns(Row& row) {
    IndexFileRow file;
    file.channel = row.integer();
    file.index.distro = row.integer();
    const auto kind = row.find_word<Document>();
    file.index.kind = kind.value_or(Document{});
    file.index.component = row.text();
    file.index.architecture = row.text();
    const auto document = row.find_word<Document>();
    const auto form = row.find_word<Form>();
    file.document = document.value_or(Document{});
    file.form = form.value_or(Form{});
    file.variant = row.text();
    file.sha256 = row.digest();
    file.size = row.natural<std::uint64_t>();
    file.list_root = row.optional_digest();
    file.published_at = row.time();
    file.composition = row.optional_checksum();
    const auto checksum = row.optional_checksum();
    // Rows of before there were checksums have no composition either.
    const bool is_as_stored = checksum ? *checksum == checksum_of_columns(file) : !file.composition;
    file.is_whole = kind && document && form && is_as_stored;
    return file;
}

Checksum checksum_of_columns(const IndexFileRow& file) {
    Checksummer checksum;
    const auto& [distro, kind, component, architecture] = file.index;
    for (const auto number : {file.channel, distro}) checksum.add_field(std::to_string(number));
    for (const std::string_view text : {name_of(kind), std::string_view(component), std::string_view(architecture),
                                        name_of(file.document), name_of(file.form), std::string_view(file.variant)})
        checksum.add_field(text);
    checksum.add_field(file.sha256.raw());
    checksum.add_field(std::to_string(file.size));
    checksum.add_field(file.list_root ? file.list_root->raw() : "");
    checksum.add_field(std::to_string(file.published_at.time_since_epoch().count()));
    checksum.add_field(file.composition ? file.composition->raw() : "");
    return checksum.value();
}

}  // namespace slipway::storage
