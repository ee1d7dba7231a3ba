// multipart/form-data (RFC 7578, on RFC 2046 section 5.1).
//
// A body is  [preamble] delimiter part delimiter part … close-delimiter [epilogue],  a delimiter being CRLF "--"
// boundary; the CRLF belongs to the delimiter, not to the part before it. As a delimiter may be cut anywhere between
// two reads, the parser keeps back one byte less than a delimiter has and hands everything before that on at once.
#include "server/http/multipart.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::http {
namespace {

constexpr std::size_t max_boundary = 70;  // RFC 2046
constexpr std::size_t max_padding = 64;   // blanks between a boundary and its line end
constexpr std::string_view head_end = "\r\n\r\n";

Error bad_form(std::string why) { return Error("bad-request"_problem, "multipart body: " + std::move(why)); }

/// A parameter's value at the start of `text` (quoted string or token); moves `text` behind it. Only \" and \\ are
/// escapes: browsers send backslashes in file names as they are.
std::string take_value(std::string_view& text) {
    std::string value;
    if (!text.starts_with('"')) {
        const auto end = std::min(text.find(';'), text.size());
        value = trimmed(text.substr(0, end));
        text.remove_prefix(end);
        return value;
    }
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        value.push_back(text[i]);
    }
    text.remove_prefix(std::min(i + 1, text.size()));
    return value;
}

/// The parameters of a field value such as `form-data; name="a"; filename="b"`, their names in lower case.
Query parameters_of(std::string_view field) {
    Query parameters;
    auto at = field.find(';');
    while (at != std::string_view::npos && at < field.size()) {
        field.remove_prefix(at + 1);
        const auto equals = field.find('=');
        if (equals == std::string_view::npos) break;
        auto name = to_lower(trimmed(field.substr(0, equals)));
        field.remove_prefix(equals + 1);
        parameters.add(std::move(name), take_value(field));
        at = field.find(';');
    }
    return parameters;
}

std::string_view type_of(std::string_view field) { return trimmed(field.substr(0, field.find(';'))); }

Result<PartHead> parse_part_head(std::string_view block) {
    PartHead head;
    while (!block.empty()) {
        const auto end = block.find("\r\n");
        const auto line = block.substr(0, end);
        block = end == std::string_view::npos ? "" : block.substr(end + 2);
        if (const auto found = find_control_character(line))
            return bad_form(fmt::format("control character {} in the header of a part", found->name));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return bad_form(fmt::format("header line without ':' ('{}')", line));
        const auto name = line.substr(0, colon);
        if (head.headers.find(name)) return bad_form(fmt::format("a part with more than one {} field", name));
        head.headers.add(name, trimmed(line.substr(colon + 1)));
    }
    const auto disposition = head.headers.find("Content-Disposition");
    if (!disposition || !equal_ignoring_case(type_of(*disposition), "form-data")) {
        return bad_form("a part without 'Content-Disposition: form-data'");
    }
    const auto parameters = parameters_of(*disposition);
    if (parameters.repeated())
        return bad_form(fmt::format("'{}' occurs twice in a part's Content-Disposition", *parameters.repeated()));
    auto name = parameters.find("name");
    if (!name) return bad_form("a part without a name");
    head.name = std::move(*name);
    head.filename = parameters.find("filename");
    return head;
}

bool is_boundary_character(char c) {
    return is_letter(c) || is_digit(c) || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    if (!equal_ignoring_case(type_of(content_type), "multipart/form-data")) return std::nullopt;
    const auto parameters = parameters_of(content_type);
    if (parameters.repeated()) return "";
    return parameters.find("boundary");
}

MultipartParser::MultipartParser(std::string delimiter, MultipartSink& sink)
    : delimiter_(std::move(delimiter)), sink_(&sink) {}

Result<MultipartParser> MultipartParser::create(std::string_view boundary, MultipartSink& sink) {
    const bool allowed = !boundary.empty() && boundary.size() <= max_boundary && boundary.back() != ' ' &&
                         std::all_of(boundary.begin(), boundary.end(), is_boundary_character);
    if (!allowed) return bad_form("the Content-Type has no valid boundary");
    return MultipartParser("\r\n--" + std::string(boundary), sink);
}

Result<> MultipartParser::feed(std::string_view bytes) {
    if (state_ == State::epilogue) return {};
    buffer_.append(bytes);
    auto progress = Progress::made;
    while (progress == Progress::made && state_ != State::epilogue) progress = TRY(step());
    buffer_.erase(0, at_);
    at_ = 0;
    return {};
}

Result<> MultipartParser::finish() const {
    if (state_ != State::epilogue) return bad_form("ended before its closing boundary");
    return {};
}

Result<MultipartParser::Progress> MultipartParser::step() {
    switch (state_) {
        case State::preamble: return skip_preamble();
        case State::after_delimiter: return read_after_delimiter();
        case State::part_head: return read_part_head();
        case State::part_body: return read_part_body();
        case State::epilogue: break;
    }
    return Progress::needs_more;
}

MultipartParser::Progress MultipartParser::skip_preamble() {
    const auto found = rest().find(delimiter_);
    if (found == std::string_view::npos) {
        at_ += rest().size() - std::min(rest().size(), delimiter_.size() - 1);
        return Progress::needs_more;
    }
    at_ += found + delimiter_.size();
    state_ = State::after_delimiter;
    return Progress::made;
}

Result<MultipartParser::Progress> MultipartParser::read_after_delimiter() {
    if (rest().size() < 2) return Progress::needs_more;
    if (rest().starts_with("--")) {
        state_ = State::epilogue;
        return Progress::made;
    }
    const auto text = rest().find_first_not_of(" \t");
    if (text != std::string_view::npos && text > max_padding) return bad_form("a boundary line that is too long");
    if (text == std::string_view::npos || rest().size() < text + 2) {
        if (rest().size() > max_padding + 2) return bad_form("a boundary line that is too long");
        return Progress::needs_more;
    }
    if (rest().substr(text, 2) != "\r\n") return bad_form("something behind a boundary on its line");
    at_ += text;  // the CRLF stays: with it a part without header fields ends as every other head does
    state_ = State::part_head;
    return Progress::made;
}

Result<MultipartParser::Progress> MultipartParser::read_part_head() {
    const auto end = rest().substr(0, max_part_head + head_end.size()).find(head_end);
    if (end == std::string_view::npos) {
        if (rest().size() > max_part_head) {
            return bad_form(fmt::format("a part's header has more than {} bytes", max_part_head));
        }
        return Progress::needs_more;
    }
    const auto head = TRY(parse_part_head(end == 0 ? std::string_view() : rest().substr(2, end - 2)));
    at_ += end + head_end.size();
    TRY(sink_->part_begin(head));
    state_ = State::part_body;
    return Progress::made;
}

Result<MultipartParser::Progress> MultipartParser::read_part_body() {
    const auto found = rest().find(delimiter_);
    const auto held_back = std::min(rest().size(), delimiter_.size() - 1);
    const auto length = found == std::string_view::npos ? rest().size() - held_back : found;
    if (length > 0) TRY(sink_->part_data(rest().substr(0, length)));
    at_ += length;
    if (found == std::string_view::npos) return Progress::needs_more;
    TRY(sink_->part_end());
    at_ += delimiter_.size();
    state_ = State::after_delimiter;
    return Progress::made;
}

}  // namespace slipway::http
