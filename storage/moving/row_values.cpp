#include "storage/moving/row_values.hpp"

#include <cstring>

namespace slipway::storage {
namespace {

constexpr std::size_t bytes_of_an_integer = sizeof(std::int64_t);

/// Its kind, its length and its bytes, so that no two rows are written alike.
void add_to(Sha256Hasher& hasher, char kind, std::string_view bytes) {
    const auto length = static_cast<std::uint64_t>(bytes.size());
    std::string head(1 + sizeof length, kind);
    std::memcpy(head.data() + 1, &length, sizeof length);
    hasher.update(head);
    hasher.update(bytes);
}

Sha256 digest_of_row(const RowValues& row) {
    Sha256Hasher hasher;
    for (const auto& value : row.values) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            add_to(hasher, 's', *text);
        } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            add_to(hasher, 'i', std::to_string(*integer));
        } else {
            add_to(hasher, 'n', "");
        }
    }
    return hasher.finish();
}

}  // namespace

std::size_t RowValues::bytes() const {
    std::size_t total = 0;
    for (const auto& value : values) {
        const auto* text = std::get_if<std::string>(&value);
        total += text == nullptr ? bytes_of_an_integer : text->size();
    }
    return total;
}

Result<RowValues> read_values(const Table& table, Row& row) {
    RowValues read;
    read.values.reserve(table.columns.size());
    for (const auto& column : table.columns) {
        auto& value = read.values.emplace_back();
        if (column.kind == ColumnKind::integer) {
            if (const auto integer = row.optional_integer()) value = *integer;
        } else if (auto text = row.optional_text()) {
            value = *std::move(text);
        }
    }
    if (row.malformed()) return Error(Fault::corrupt, "a row of " + table.name + " does not fit its columns");
    return read;
}

void bind_values(Statement& insert, const Table& table, const RowValues& row) {
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        const auto& value = row.values[i];
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            insert.bind(*integer);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            if (table.columns[i].kind == ColumnKind::blob)
                insert.bind(Blob{*text});
            else
                insert.bind(*text);
        } else {
            insert.bind(std::optional<std::int64_t>());
        }
    }
}

void RowSum::add(const RowValues& row) {
    const auto digest = digest_of_row(row);
    std::array<std::uint64_t, 4> parts{};
    static_assert(sizeof parts == sizeof digest.bytes);
    std::memcpy(parts.data(), digest.bytes.data(), sizeof parts);
    for (std::size_t i = 0; i < parts.size(); ++i) sum[i] += parts[i];
    ++rows;
}

}  // namespace slipway::storage
