#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::http {

/// The head of one part of a form.
struct PartHead {
    std::string name;                     // the form field's
    std::optional<std::string> filename;  // as sent: never a path to use
    Headers headers;
};

/// Takes the parts of a form as they arrive. An error from any of these functions ends the parsing with that error.
class MultipartSink {
public:
    virtual ~MultipartSink() = default;
    virtual Result<> part_begin(const PartHead& head) = 0;
    virtual Result<> part_data(std::string_view bytes) = 0;
    virtual Result<> part_end() = 0;
};

/// Returns the boundary parameter of a `Content-Type: multipart/form-data`. Returns nothing for other types, and if
/// there is no boundary, because then the body is not a form, whatever it was called (`curl -H "Content-Type:
/// multipart/form-data" --data-binary`, as other repositories' manuals have it). Returns "" if a parameter occurs
/// twice.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Parses multipart/form-data (RFC 7578) piece by piece in constant memory. One thread at a time.
class MultipartParser {
public:
    /// The limit of one part's header block, in bytes.
    static constexpr std::size_t max_part_head = 8 * 1024;

    /// `sink` must outlive the parser. Faults: invalid_input for a boundary RFC 2046 does not allow.
    static Result<MultipartParser> create(std::string_view boundary, MultipartSink& sink);

    /// Parses the next bytes of the body. Faults: invalid_input (code "bad-request") and those of the sink. After a
    /// fault no further call is allowed.
    Result<> feed(std::string_view bytes);

    /// Call it when the body has ended. Faults: invalid_input if the closing boundary was not seen.
    Result<> finish() const;

private:
    enum class State : unsigned char { preamble, after_delimiter, part_head, part_body, epilogue };
    enum class Progress : unsigned char { made, needs_more };

    MultipartParser(std::string delimiter, MultipartSink& sink);
    Result<Progress> step();
    Progress skip_preamble();
    Result<Progress> read_after_delimiter();
    Result<Progress> read_part_head();
    Result<Progress> read_part_body();
    std::string_view rest() const { return std::string_view(buffer_).substr(at_); }

    std::string delimiter_;  // CRLF "--" boundary
    MultipartSink* sink_;
    State state_ = State::preamble;
    std::string buffer_ = "\r\n";  // a body may begin with a boundary that has no CRLF before it
    std::size_t at_ = 0;
};

}  // namespace slipway::http
