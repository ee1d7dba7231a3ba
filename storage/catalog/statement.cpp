#include "storage/catalog/statement.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {

Result<> PreparedStatement::run_later() {
    TRY(step());
    return {};
}

Statement::~Statement() {
    if (!prepared_) return;
    prepared_->reset();
    connection_->release(sql_, std::move(prepared_));
}

std::int64_t Row::integer() {
    const auto value = statement_->integer(column_++);
    if (!value) malformed_ = true;
    return value.value_or(0);
}

std::string Row::text() {
    if (!statement_->is_null(column_)) return statement_->text(column_++);
    malformed_ = true;
    ++column_;
    return {};
}

Sha256 Row::digest() {
    const auto digest = Sha256::from_raw(text());
    if (!digest) malformed_ = true;
    return digest.value_or(Sha256{});
}

bool Row::skip_null() {
    if (!statement_->is_null(column_)) return false;
    ++column_;
    return true;
}

std::optional<std::int64_t> Row::optional_integer() {
    if (skip_null()) return std::nullopt;
    return integer();
}

std::optional<std::string> Row::optional_text() {
    if (skip_null()) return std::nullopt;
    return text();
}

std::optional<Checksum> Row::optional_checksum() {
    if (skip_null()) return std::nullopt;
    const auto checksum = Checksum::from_raw(text());
    if (!checksum) malformed_ = true;
    return checksum;
}

std::optional<Sha256> Row::optional_digest() {
    if (skip_null()) return std::nullopt;
    return digest();
}

std::optional<Seconds> Row::optional_time() {
    if (skip_null()) return std::nullopt;
    return time();
}

}  // namespace slipway::storage
