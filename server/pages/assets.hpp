#pragma once

namespace slipway::server {

/// web/style.css and web/icon.svg, as they were when the program was built.
extern const char* const style_sheet;
extern const char* const icon;

}  // namespace slipway::server
