#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace slipway::storage {

/// A statement as PostgreSQL has it: its parameters are $1, $2 ….
struct StatementText {
    std::string sql;
    std::size_t parameters = 0;
};

/// Of one whose parameters are `?` from left to right. Marks within 'strings' and "names" stay.
StatementText number_parameters(std::string_view sql);

}  // namespace slipway::storage
