#pragma once

#include "storage/postgresql/answer.hpp"
#include "storage/postgresql/connection.hpp"
#include "storage/postgresql/parameters.hpp"
#include "storage/postgresql/statement_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::storage {

/// A statement of a connection and its rows: all at once, or some at a time through a cursor where they may be many.
class PostgresqlConnection::Prepared final : public PreparedStatement {
public:
    Prepared(PostgresqlConnection& connection, StatementText text)
        : connection_(connection), sql_(std::move(text.sql)), parameters_(text.parameters) {}

    void bind_integer(int parameter, std::int64_t value) override { parameters_.set_integer(parameter, value); }
    void bind_text(int parameter, std::string_view text) override { parameters_.set_text(parameter, text); }
    void bind_bytes(int parameter, ByteView bytes) override { parameters_.set_bytes(parameter, bytes); }
    void bind_null(int parameter) override { parameters_.set_null(parameter); }
    void expect_many() override { expects_many_ = true; }

    Result<bool> step() override;
    Result<> run_later() override;
    bool is_null(int column) const override;
    std::optional<std::int64_t> integer(int column) const override;
    std::string text(int column) const override;
    void reset() override;

    /// Has it prepared before it is run.
    Result<> prepare();
    bool has_parameters() const { return !parameters_.types().empty(); }

private:
    Result<> check_values() const;
    Result<> send();
    Result<> send_with_cursor();
    Result<> send_fetch();
    /// The rows of what was sent last.
    Result<> receive();

    PostgresqlConnection& connection_;
    std::string sql_;
    std::string name_;  // none: not yet prepared
    Parameters parameters_;
    bool expects_many_ = false;
    std::string cursor_;  // that is open
    std::optional<Answer> answer_;
    int row_ = -1;
};

}  // namespace slipway::storage
