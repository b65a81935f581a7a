"""Pages, charts as SVG, manifests, version folders and the site."""
