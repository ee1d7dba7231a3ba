#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/postgresql/types.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct pg_result;

namespace slipway::storage {

/// What the server said to one statement. Values of rows are in binary form.
class Answer {
public:
    /// Takes `result`, which is not null.
    explicit Answer(pg_result* result) : result_(result) {}

    bool ok() const;
    /// It was not run, because one before it in the same pipeline failed.
    bool is_skipped() const;
    /// The server ends the connection with it.
    bool is_fatal() const;
    /// The SQLSTATE of a failure; "" where the server has said none.
    std::string_view state() const;
    /// Precondition: !ok().
    Error error(std::string_view place) const;

    /// "COMMIT", "ROLLBACK", "INSERT 0 1" ….
    std::string_view command() const;
    /// Rows inserted, changed or deleted; nothing: of a statement that does none of these.
    std::optional<std::int64_t> changes() const;

    int rows() const;
    bool is_null(int row, int column) const;
    ByteView bytes(int row, int column) const;
    TypeId type(int column) const;

private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

}  // namespace slipway::storage
