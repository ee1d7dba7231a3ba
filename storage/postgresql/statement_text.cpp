#include "storage/postgresql/statement_text.hpp"

namespace slipway::storage {

StatementText number_parameters(std::string_view sql) {
    StatementText text;
    char quote = '\0';  // that is open
    for (const char c : sql) {
        if (quote != '\0' ? c == quote : (c == '\'' || c == '"')) quote = quote == '\0' ? c : '\0';
        if (c == '?' && quote == '\0')
            text.sql += "$" + std::to_string(++text.parameters);
        else
            text.sql += c;
    }
    return text;
}

}  // namespace slipway::storage
