// What is written around foreign bytes stays what it was: a log line is one line (and JSON where it says so), XML is
// well-formed, markup holds no tag.
#include "base/log.hpp"
#include "base/text.hpp"
#include "fuzz/support.hpp"
#include "repo-format/yum/xml_text.hpp"
#include "repo-format/yum/xml_writer.hpp"
#include "server/api/routing/json.hpp"

#include <algorithm>

using namespace slipway::fuzz;

namespace {

void log(std::string_view text) {
    const std::string value(text);
    const std::vector<slipway::LogField> fields = {{"first", value}, {"second", value}};
    using slipway::LogFormat;
    for (const auto format : {LogFormat::logfmt, LogFormat::json}) {
        const auto line =
            slipway::render_log_line(format, "2026-01-01T00:00:00Z", slipway::LogLevel::info, "event", fields);
        require(is_one_line(line) && !has_unicode_line_end(line) && slipway::is_valid_utf8(line));
        if (format == LogFormat::logfmt) {
            require(line.starts_with("time=2026-01-01T00:00:00Z level=info event=event first="));
            continue;
        }
        const auto json = slipway::api::JsonObject::parse(line);
        require(json.ok() && json->allow_only({"time", "level", "event", "first", "second"}).ok());
    }
}

void xml(std::string_view text) {
    const std::string value(text);
    slipway::yum::XmlWriter writer;
    writer.open("package", {{"type", value}}).element("name", value).element("file", {{"a", value}}, value).close();
    const auto written = std::move(writer).release();
    require(slipway::is_valid_utf8(written) && std::ranges::count(written, '<') <= 6);
    require(written.starts_with("<package type=\"") && written.ends_with("</package>\n"));
    for (const char c : written) require(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' || c == '\r');
    require(written.find("\xef\xbf\xbe") == written.npos && written.find("\xef\xbf\xbf") == written.npos);
    require(slipway::yum::legal_text(slipway::yum::legal_text(text)) == slipway::yum::legal_text(text));
}

void html(std::string_view text) {
    const auto escaped = slipway::escape_html(text);
    require(escaped.find_first_of("<>\"'") == escaped.npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    log(text);
    xml(text);
    html(text);
    return 0;
}
