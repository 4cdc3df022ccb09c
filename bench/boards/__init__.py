"""Figures of shared documents: what a change weighs, what guarding and relaying it cost."""
