"""The demo region: the invented city of 澜川, built by filing and deciding cases through the product's own code."""
